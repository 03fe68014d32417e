/** The version of this client: what a rehearsal compares. Rises with `version` in desktop/package.json. */
export const clientVersion = '0.1.0'
