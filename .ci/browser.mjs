/**
 * Sees to it that a Chromium is there for the browser tests: finds one, else installs Debian's as root, else says what
 * can be done. Prints the path.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const find = () => places.find((path) => path && existsSync(path))

if (!find() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
  console.error('browser: no Chromium yet, installing the one of the distribution')
  const apt = (...words) =>
    execFileSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', ...words], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  apt('update')
  apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-core')
}

const found = find()
if (!found) {
  console.error(
    'browser: the browser tests need Chromium. Either set CHROMIUM_PATH, or install it (Debian: apt-get install chromium), or run `npx playwright install chromium` and set CHROMIUM_PATH to what it installed.',
  )
  process.exit(1)
}
console.log(found)
