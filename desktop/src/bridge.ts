/**
 * What the shell (Electron) gives the page as `window.nghiTruong`. In a browser it is absent.
 * What must stay true: plain data in and out (everything crosses a structured clone); no function here can reach the file
 * system or a foreign address; the page works without it.
 */

export interface BridgeRequest {
  readonly method: string
  /** Path on the meeting server, beginning with `/api/`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
}

export interface BridgeAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer>
}

export interface BridgeSocketEvents {
  readonly opened: () => void
  /** Text as string, binary as bytes. */
  readonly received: (data: string | Uint8Array<ArrayBuffer>) => void
  readonly closed: (code: number) => void
}

export interface BridgeSocket {
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(): void
}

export interface NghiTruongBridge {
  /** Version of the shell. */
  readonly version: string
  request(request: BridgeRequest): Promise<BridgeAnswer>
  /** A WebSocket to the meeting server, held by the shell. */
  socket(path: string, events: BridgeSocketEvents): BridgeSocket
  /** Opens the hall's picture on another display. */
  openProjector(session: string): Promise<void>
}
