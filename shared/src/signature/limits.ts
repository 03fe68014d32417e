/**
 * Bounds on what a hostile file may cost, and the two ways reading can end early.
 * What must stay true: every loop whose length a file can choose spends from the budget, so that no file costs more
 * than a fixed amount of work and memory, whatever it says about itself.
 */

/** The bytes do not form what they should. Caught where the object, message or file is read; never leaves `judge`. */
export class Malformed extends Error {}

/** The file asks for more than the budget allows. Caught in `judge`, which then says that it could not tell. */
export class LimitReached extends Error {}

export interface Budget {
  /** Spends work units: about one per byte lexed, object visited or entry read. */
  work(units: number): void
  /** Spends bytes of decompressed data. */
  inflated(bytes: number): void
  /** Spends entries of cross-references: they stay in memory. */
  entries(count: number): void
}

export const maxDepth = 100
export const maxObjectBytes = 16 * 1024 * 1024
export const maxInflated = 32 * 1024 * 1024
export const maxRevisions = 500
export const maxSignatures = 500
export const maxObjectNumber = 8_388_607

/** A budget that grows gently with the file: reading a large file costs more than reading a small one. */
export const newBudget = (size: number): Budget => {
  let work = 40_000_000 + 2 * Math.min(size, 200_000_000)
  let inflated = 96 * 1024 * 1024
  // An entry of a real file costs some bytes of it; a decompression bomb's costs nothing.
  let entries = Math.min(3_000_000, 100_000 + size / 4)
  return {
    work(units) {
      work -= units
      if (work < 0) throw new LimitReached('work')
    },
    inflated(bytes) {
      inflated -= bytes
      if (inflated < 0) throw new LimitReached('inflated')
    },
    entries(count) {
      entries -= count
      if (entries < 0) throw new LimitReached('entries')
    },
  }
}
