/** What the shell may have put on the window. */
import type { NghiTruongBridge } from '../bridge.ts'

declare global {
  interface Window {
    readonly nghiTruong?: NghiTruongBridge
  }
}
