#!/usr/bin/env node
// Finds a Node that runs TypeScript directly (the one packaged with the platform, or this one when it is new enough).
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const main = new URL('../src/main.ts', import.meta.url)
const packaged = ['linux-x64', 'linux-arm64']
  .map((platform) => fileURLToPath(new URL(`../../node_modules/node-${platform}/bin/node`, import.meta.url)))
  .find((path) => existsSync(path))
if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(main.href)
} else if (packaged) {
  spawn(packaged, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' }).on(
    'exit',
    (code, signal) => {
      if (signal) process.kill(process.pid, signal)
      else process.exitCode = code ?? 1
    },
  )
} else {
  console.error('yunheng: 需要 Node.js 24 或更新版本。Node.js 24 or newer is needed.')
  process.exitCode = 2
}
