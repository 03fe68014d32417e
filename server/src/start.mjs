/**
 * The first file Node reads: says plainly when Node is too old to read the rest (TypeScript without a build step).
 * What must stay true: this file is plain JavaScript that any Node since 12 understands.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Nghị Trường cần Node.js 22.18 trở lên (khuyến nghị 24); máy này đang dùng ${process.versions.node}.\n` +
      'Chạy "npm ci" rồi "npm start": trên Linux, npm tự dùng Node 24 đi kèm. Máy khác: cài Node 24 từ nodejs.org.',
  )
  process.exit(1)
}
await import('./start.ts')
