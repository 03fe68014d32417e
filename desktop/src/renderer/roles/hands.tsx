/** The show of hands, brought to the part that runs votes without knowing hands. */
import type { RenderRunning } from '../parts/ballot/RunningPanel.tsx'
import { HandsPanel } from '../parts/hands/HandsPanel.tsx'

export const renderHands: RenderRunning = (ballot) => <HandsPanel ballot={ballot} />
