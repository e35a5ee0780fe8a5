/**
 * The first step of every npm script. Plain JavaScript without dependencies, since it runs before anything is installed
 * and on any Node that npm brings (20.19 or above): installs from the lockfile when that is due, finds the Node 24 that
 * the lockfile pins, builds the console when its sources changed, and hands over.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...parts) => join(root, ...parts)
const NODE_MAJOR = 24
const VITEST = 'node_modules/vitest/vitest.mjs'

/** What each script runs, on Node 24, from the root of the project. */
const commands = {
  start: { console: true, args: (rest) => ['server/src/main.ts', ...withRole(rest)] },
  dev: { console: false, args: (rest) => ['tools/dev.ts', ...rest] },
  test: { console: false, args: (rest) => [VITEST, 'run', ...rest] },
  check: { console: true, args: (rest) => ['tools/check.ts', ...rest] },
  generate: { console: false, args: (rest) => ['tools/generate.ts', ...rest] },
  bench: { console: true, args: ([name, ...rest]) => [benchFile(name), ...rest] },
  run: { console: true, args: (rest) => rest },
}

const withRole = (rest) => (rest[0] && !rest[0].startsWith('-') ? rest : ['serve', ...rest])

function benchFile(name) {
  const names = existsSync(at('bench'))
    ? readdirSync(at('bench'))
        .filter((file) => file.endsWith('.bench.ts'))
        .map((file) => file.slice(0, -'.bench.ts'.length))
    : []
  if (names.includes(name)) return `bench/${name}.bench.ts`
  fail(`用法 Usage: npm run bench -- NAME\nNAME: ${names.join(' | ')}`)
}

function say(zh, en) {
  process.stdout.write(`· ${zh}  ${en}\n`)
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

/** npm that was killed cannot tell us so: whoever was started by it ends when it is gone. */
function whenNpmIsGone(act) {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const npm = process.ppid
  return setInterval(() => process.ppid !== npm && act(), 1_000)
}

/**
 * Runs a program to its end, signals passed on; resolves to its exit code as a shell would give it. `tied` gives it a
 * channel to us, by whose end it sees that we were killed.
 */
function runProgram(program, args, { cwd = root, tied = false } = {}) {
  const stdio = tied ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit'
  const child = spawn(program, args, { cwd, stdio, env: process.env })
  const watch = whenNpmIsGone(() => child.kill('SIGTERM'))
  const forward = (signal) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      for (const name of signals) process.removeListener(name, forward)
      resolve(code ?? 128 + ({ SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1))
    })
  })
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Packages for another system or processor are in the lockfile and rightly absent. */
function belongsHere({ os, cpu, libc }) {
  const fits = (list, mine) =>
    list === undefined ||
    [list].flat().some((one) => (one.startsWith('!') ? one !== `!${mine}` : one === mine))
  return libc === undefined && fits(os, process.platform) && fits(cpu, process.arch)
}

/**
 * Whether node_modules holds what the lockfile says. npm writes what it installed into a lockfile of its own there, as
 * the last thing it does: an interrupted installation has none.
 */
function isInstalled() {
  const written = at('node_modules/.package-lock.json')
  if (!existsSync(written)) return false
  const installed = readJson(written).packages
  return Object.entries(readJson(at('package-lock.json')).packages).every(([path, wanted]) => {
    if (!path.includes('node_modules/') || wanted.link) return true
    const found = installed[path]
    if (found) return found.version === wanted.version && found.integrity === wanted.integrity
    // Optional packages without a system are left out by npm for reasons of its own (an unmet peer, for one).
    return wanted.optional || wanted.devOptional || wanted.peer ? !(wanted.os && belongsHere(wanted)) : false
  })
}

async function install() {
  if (isInstalled()) return
  say('正在按锁文件安装依赖（首次约一分钟）', 'Installing from the lockfile (about a minute the first time)')
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
  const { npm_execpath: npm, npm_node_execpath: node } = process.env
  const code = npm
    ? await runProgram(node ?? process.execPath, [npm, ...args])
    : await runProgram('npm', args)
  if (code !== 0)
    fail(
      '依赖未能安装，请检查网络或 npm 的设置后重试。\nThe installation failed. Check the network or npm’s settings and try again.',
    )
}

/** The pinned Node, or the one we run on when it is new enough (systems for which none is packaged). */
function findNode() {
  const packaged = at(`node_modules/node-${process.platform}-${process.arch}/bin/node`)
  if (existsSync(packaged)) return packaged
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath
  fail(
    `本机（${process.platform} ${process.arch}）没有随依赖提供的 Node ${NODE_MAJOR}，请自行安装 Node ${NODE_MAJOR}。现为 ${process.version}。\n` +
      `No Node ${NODE_MAJOR} is packaged for ${process.platform} ${process.arch}: install Node ${NODE_MAJOR}. This is ${process.version}.`,
  )
}

/** Every file below, in a fixed order, without what is built or installed. */
function sourcesBelow(dir) {
  if (!existsSync(at(dir))) return []
  return readdirSync(at(dir), { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${dir}/${entry.name}`
      return entry.isDirectory() ? sourcesBelow(path) : [path]
    })
}

/** By content, not by time: a checkout or an image gives every file the same or any time. */
function digestOfConsole() {
  const hash = createHash('sha256')
  for (const path of [...sourcesBelow('web'), ...sourcesBelow('contract'), 'package-lock.json']) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(at(path)))
      .update('\0')
  }
  return hash.digest('hex')
}

async function buildConsole(node) {
  if (!existsSync(at('web/index.html'))) return
  const stamp = at('web/dist/.sources')
  const digest = digestOfConsole()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  say('正在构建控制台', 'Building the console')
  const code = await runProgram(node, [at('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: at('web'),
  })
  if (code !== 0) fail('控制台构建失败。\nThe console could not be built.')
  for (const path of sourcesBelow('web/dist')) compress(at(path))
  writeFileSync(stamp, digest)
}

/** Beside each text file its compressed forms, made once here and not for every reader. */
function compress(path) {
  if (!/\.(js|css|html|svg|json|txt|webmanifest)$/.test(path)) return
  const content = readFileSync(path)
  if (content.length < 1024) return
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }
  writeFileSync(`${path}.br`, brotliCompressSync(content, quality))
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
}

const [name, ...rest] = process.argv.slice(2)
const command = commands[name]
if (!command) fail(`用法 Usage: node tools/launch.mjs ${Object.keys(commands).join(' | ')}`)
await install()
const node = findNode()
if (command.console) await buildConsole(node)
process.exitCode = await runProgram(node, command.args(rest), { tied: name === 'start' })
