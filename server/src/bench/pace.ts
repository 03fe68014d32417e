/** Waiting for a moment of the monotonic clock. What must stay true: it never waits for a moment that has passed. */

export const until = (due: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))

export const pause = (ms: number): Promise<void> => until(performance.now() + ms)
