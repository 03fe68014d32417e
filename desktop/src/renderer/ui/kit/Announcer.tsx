/** Says a sentence to those who listen instead of looking, once, when it changes. */
export function Announcer({ children }: { readonly children: string }) {
  return (
    <div className="nt-visually-hidden" role="status" aria-live="assertive" aria-atomic="true">
      {children}
    </div>
  )
}
