/**
 * The reader once the document is open: bar, panel, sheet of pages.
 * What must stay true: only pages near the window exist on the screen; the place is saved whenever scrolling rests and
 * when the window is left.
 */
import { CloseButton } from '@mantine/core'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { DocumentSource } from '../../client/files.ts'
import { useDark } from '../../ui/display.tsx'
import { documentWords } from '../../ui/words/document.ts'
import { useWords } from '../../ui/words/words.ts'
import { useArrival, useElsewhere, usePassage } from './arrival.ts'
import { FindPanel } from './FindPanel.tsx'
import { ReaderContext, type ReaderFace } from './frame.ts'
import type { Spot } from './layout.ts'
import { OutlinePanel } from './OutlinePanel.tsx'
import { usefulLabels } from './outline.ts'
import { OutsideDialog } from './OutsideDialog.tsx'
import { PageView } from './PageView.tsx'
import type { Place } from './place.ts'
import type { ReaderProps } from './reader-props.ts'
import { ReaderNotice } from './ReaderNotice.tsx'
import styles from './reader.module.css'
import { guardSelection } from './selecting.ts'
import { SourceStatus, useIdleFill } from './SourceStatus.tsx'
import { Thumbnails } from './Thumbnails.tsx'
import { ToolButton, Toolbar } from './Toolbar.tsx'
import { useFind } from './use-find.ts'
import { useReaderKeys, useZoomGestures } from './use-gestures.ts'
import { usePainting } from './use-painting.ts'
import { useSheet, type PageShape } from './use-sheet.ts'

interface OpenReaderProps extends ReaderProps {
  readonly source: DocumentSource
  readonly document: PDFDocumentProxy
  readonly first: PageShape
  readonly start: Place
  readonly save: (place: Place) => void
  /** The place is that of the version before. */
  readonly carried: boolean
}

const none: NonNullable<ReaderProps['panels']> = []

function useLabels(document: PDFDocumentProxy): readonly string[] | null {
  const [labels, setLabels] = useState<readonly string[] | null>(null)
  useEffect(() => {
    let gone = false
    document.getPageLabels().then(
      (found) => {
        if (!gone) setLabels(usefulLabels(found))
      },
      // Damaged labels: plain numbers serve as well.
      () => undefined,
    )
    return () => {
      gone = true
    }
  }, [document])
  return labels
}

export function OpenReader(props: OpenReaderProps) {
  const { document, first, start, save, title, source, layers, panels = none, aside, foot } = props
  const { arrival = null, references, carried } = props
  const say = useWords(documentWords)
  const pages = document.numPages
  const [place, setPlace] = useState(start)
  const [panel, setPanel] = useState<string | null>(null)
  const [looking, setLooking] = useState(arrival?.find ?? '')
  const [outside, setOutside] = useState<string | null>(null)
  const labels = useLabels(document)
  useDark(place.tone === 'night')
  const change = useCallback((next: Partial<Place>) => setPlace((old) => ({ ...old, ...next })), [])
  const sheet = useSheet(document, first, place, change)
  const painter = usePainting(document, sheet, place.turn)
  useZoomGestures(sheet)
  useIdleFill(source)
  const { goTo, spot, scroller, layout, inSight, current, rest, hold, zoomTo, moveTo } = sheet
  // The bar and the tools follow when there is time: scrolling does not wait for them.
  const told = useDeferredValue(current)

  const find = useFind(
    document,
    current,
    panel === 'find' || looking !== '',
    useCallback((hit) => goTo({ page: hit.page }), [goTo]),
    looking,
  )
  useArrival(arrival, find, goTo, setLooking)
  useElsewhere(arrival ? null : (props.elsewhere ?? null), pages, sheet, setPlace)
  const passage = usePassage(props.passage ?? null, sheet)
  useReaderKeys(sheet, { find: () => setPanel('find'), pages })
  useKeepPlace(place, spot, rest, save)
  useEffect(() => {
    const element = scroller.current
    return element ? guardSelection(element) : undefined
  }, [scroller])
  useShowHit(scroller, find.state.at)

  const closePanel = useCallback(() => setPanel(null), [])
  const width = layout.pages[current - 1]?.width ?? 1
  const scale = layout.pages[current - 1]?.scale ?? 1
  const share = useCallback(() => width / Math.max(1, sheet.window.width), [width, sheet.window.width])
  const { reader, tools } = useFootHeight()
  const showAs = useCallback(
    (to: Spot, wide: number) => {
      if (Math.abs(wide / share() - 1) > 0.01) zoomTo((scale * wide) / share())
      moveTo(to)
    },
    [scale, share, zoomTo, moveTo],
  )
  const face = useMemo<ReaderFace>(
    () => ({
      page: told,
      pages,
      goTo,
      spot,
      share,
      showAs,
      scroller: () => scroller.current,
      closePanel,
      openPanel: setPanel,
    }),
    [told, pages, goTo, spot, share, showAs, scroller, closePanel],
  )
  const onPage = useCallback((page: number) => goTo({ page }), [goTo])
  const onChange = useCallback(
    (next: Partial<Place>) => {
      hold(spot(), { x: 0, y: 0 })
      change(next)
    },
    [hold, spot, change],
  )
  const more = useMemo(
    () => (
      <>
        {panels.map(({ name, label, icon }) => (
          <ToolButton
            key={name}
            label={label}
            icon={icon}
            pressed={panel === name}
            onClick={() => setPanel(panel === name ? null : name)}
          />
        ))}
        {aside}
      </>
    ),
    [panels, panel, aside],
  )
  const [from = current] = inSight
  const to = inSight.at(-1) ?? from
  const near = layout.pages.slice(Math.max(0, from - 2), Math.min(pages, to + 1))
  return (
    <ReaderContext value={face}>
      <article
        ref={reader}
        className={styles['reader']}
        data-tone={place.tone}
        aria-label={say('reader', { title })}
      >
        <Toolbar
          page={told}
          pages={pages}
          labels={labels}
          scale={scale}
          place={place}
          panel={panel}
          onPanel={setPanel}
          onPage={onPage}
          onZoom={zoomTo}
          onChange={onChange}
          more={more}
        />
        <div className={styles['body']}>
          {panel !== null && (
            <aside className={styles['panel']} aria-label={say('panel')}>
              <div className={styles['panelHead']}>
                <h2 className={styles['panelTitle']}>
                  {panels.find((one) => one.name === panel)?.label ??
                    say(panel === 'outline' || panel === 'thumbnails' ? panel : 'find')}
                </h2>
                <div style={{ flex: 1 }} />
                <CloseButton size={48} iconSize={22} aria-label={say('close')} onClick={closePanel} />
              </div>
              {panel === 'outline' && (
                <div className={styles['panelBody']}>
                  <OutlinePanel document={document} labels={labels} />
                </div>
              )}
              {panel === 'thumbnails' && <Thumbnails document={document} labels={labels} turn={place.turn} />}
              {panel === 'find' && (
                <FindPanel
                  state={find.state}
                  labels={labels}
                  onQuery={find.setQuery}
                  onExact={find.setExact}
                  onGo={find.go}
                />
              )}
              {panels.find((one) => one.name === panel)?.content}
            </aside>
          )}
          <div
            ref={scroller}
            className={styles['scroller']}
            data-scroller
            tabIndex={0}
            role="region"
            aria-label={say('pages')}
          >
            <div className={styles['sheet']} style={{ width: layout.width, height: layout.height }}>
              {sheet.window.width > 0 &&
                near.map((placed) => (
                  <PageView
                    key={placed.page}
                    {...placed}
                    document={document}
                    painter={painter}
                    turn={place.turn}
                    moving={sheet.moving}
                    shape={sheet.shapes[placed.page - 1]}
                    hits={find.onPage(placed.page)}
                    layers={layers}
                    references={references}
                    onOutside={setOutside}
                  />
                ))}
            </div>
          </div>
          <SourceStatus source={source} />
          <ReaderNotice
            looking={looking}
            carried={carried}
            passage={props.passage ?? null}
            gone={passage.gone}
            onGo={passage.go}
            onStop={() => setLooking('')}
          />
          <OutsideDialog address={outside} onClose={() => setOutside(null)} />
          <div ref={tools} className={styles['foot']}>
            {foot}
          </div>
        </div>
      </article>
    </ReaderContext>
  )
}

/** How high what lies over the lower edge stands: the last lines, and what opens on a page, can be scrolled clear of it. */
function useFootHeight() {
  const reader = useRef<HTMLElement>(null)
  const tools = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = tools.current
    if (!element) return undefined
    const measure = new ResizeObserver(() =>
      reader.current?.style.setProperty('--foot', `${element.offsetHeight}px`),
    )
    measure.observe(element)
    return () => measure.disconnect()
  }, [])
  return { reader, tools }
}

function useKeepPlace(
  place: Place,
  spot: () => { page: number; fx: number; fy: number },
  rest: number,
  save: (place: Place) => void,
): void {
  const latest = useRef<() => void>(() => undefined)
  latest.current = () => {
    const { page, fx, fy } = spot()
    save({ ...place, page, fx, fy })
  }
  useEffect(() => {
    // At the very beginning nothing has been read yet.
    if (rest > 0) latest.current()
  }, [rest, place])
  useEffect(() => {
    const leave = (): void => latest.current()
    window.addEventListener('pagehide', leave)
    return () => window.removeEventListener('pagehide', leave)
  }, [])
}

/** Brings the result one has gone to into the window once it is laid out. */
function useShowHit(scroller: { readonly current: HTMLElement | null }, at: number): void {
  useEffect(() => {
    const element = scroller.current
    if (at < 0 || !element) return undefined
    const show = (): boolean => {
      const hit = element.querySelector('.nt-hits [data-current]')
      hit?.scrollIntoView({ block: 'center', inline: 'nearest' })
      return hit !== null
    }
    if (show()) return undefined
    const watch = new MutationObserver(() => {
      if (show()) watch.disconnect()
    })
    watch.observe(element, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['data-current'],
    })
    const timer = setTimeout(() => watch.disconnect(), 4000)
    return () => {
      clearTimeout(timer)
      watch.disconnect()
    }
  }, [scroller, at])
}
