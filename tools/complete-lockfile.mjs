/**
 * Adds to package-lock.json the packages for other systems that the registry at hand did not have. A registry that
 * mirrors one platform answers 404 for the rest, `npm install` then leaves them out, and `npm ci` refuses the lockfile
 * everywhere. The version is exact in the parent's list and the platform is in the name; the checksum stays open.
 * Run it after `npm install` where that happens: node tools/complete-lockfile.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const packages = lock.packages

/** The lockfile's key of what `name` means inside the package at `from`, as Node would resolve it. */
function find(from, name) {
  for (let dir = from; ; dir = dir.slice(0, Math.max(0, dir.lastIndexOf('node_modules/') - 1))) {
    const key = `${dir === '' ? '' : `${dir}/`}node_modules/${name}`
    if (packages[key]) return key
    if (dir === '') return null
  }
}

const PLATFORM =
  /-(android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+)(?:-(gnu|musl|msvc)(?:eabihf)?|-gnueabihf|-musleabihf|-eabi)?$/
const LIBC = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' }

let added = 0
for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const platform = PLATFORM.exec(name)
    if (find(parent, name) || !platform) continue
    if (!/^\d+\.\d+\.\d+\S*$/.test(version)) throw new Error(`${name}: ${version} is not exact`)
    const libc = LIBC[name.split('-').at(-1)]
    packages[`node_modules/${name}`] = {
      version,
      cpu: [platform[2]],
      ...(dev ? { dev } : {}),
      ...(libc && platform[1] === 'linux' ? { libc: [libc] } : {}),
      optional: true,
      os: [platform[1]],
    }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} packages added`)
