import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import setUpDatabases from '../../server/test/kit/global-setup.ts'
import { takenOver } from '../../server/test/kit/role-process.ts'
import { administer, databaseUrl } from '../../server/test/kit/scratch-database.ts'
import type { Outcome } from './sample.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The file in which it is told where the sample province is served, with a worker behind it, once it is. */
    sampleOutcome: string
    /** Its database, with the simulated clouds in it: for what happens in a cloud behind the platform's back. */
    sampleDatabase: string
  }
}

/**
 * One server with the sample province for the whole lane, as `npm start` brings it up: the real process, API and worker. It is
 * made while those files run that need none (`sample.ts` waits for it).
 * `SAMPLE_URL` names one that runs already, and `SAMPLE_DATABASE_URL` its database, for those who write these tests.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const endDatabases = await setUpDatabases(project)
  const dataDir = mkdtempSync(join(tmpdir(), 'yunheng-sample-'))
  const file = join(dataDir, 'outcome.json')
  project.provide('sampleOutcome', file)
  const endAll = async () => {
    rmSync(dataDir, { recursive: true, force: true })
    await endDatabases()
  }
  const { SAMPLE_URL, SAMPLE_DATABASE_URL } = process.env
  if (SAMPLE_URL) {
    tellOutcome(file, { url: SAMPLE_URL })
    project.provide('sampleDatabase', SAMPLE_DATABASE_URL ?? '')
    return endAll
  }
  const { serverUrl } = project.getProvidedContext()
  const name = `sample_${randomBytes(6).toString('hex')}`
  await administer(serverUrl, `create database ${name}`)
  project.provide('sampleDatabase', databaseUrl(serverUrl, name))
  const serverDir = join(dataDir, 'server')
  mkdirSync(serverDir)
  const server = startServer(databaseUrl(serverUrl, name), serverDir)
  server.address.then(
    (url) => tellOutcome(file, { url }),
    (error: Error) => tellOutcome(file, { error: error.message }),
  )
  return async () => {
    await stop(server.child, existsSync(file))
    server.tell()
    await administer(serverUrl, `drop database if exists ${name} with (force)`)
    await endAll()
  }
}

/** Whole or not at all: readers wait for the file. */
function tellOutcome(file: string, outcome: Outcome): void {
  writeFileSync(`${file}.new`, JSON.stringify(outcome))
  renameSync(`${file}.new`, file)
}

const MOST_LINES = 100
const MAIN = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))

function startServer(url: string, dataDir: string) {
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: {
      ...takenOver(),
      DATABASE_URL: url,
      YUNHENG_PORT: '0',
      YUNHENG_DATA_DIR: dataDir,
      YUNHENG_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A run that is broken off takes the server with it.
  process.once('exit', () => child.kill('SIGKILL'))
  let said = ''
  // What it warned of, between its words of progress, belongs to the report of a run: a page that waited in vain often waited for that.
  const tell = () => {
    const lines = said.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('· '))
    if (lines.length > 0) console.warn(['the sample server said:', ...lines.slice(-MOST_LINES)].join('\n'))
  }
  const address = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const ready = /is ready: (\S+)/.exec(said)?.[1]
      if (ready) resolve(ready)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`the sample server ended with code ${code}:\n${said}`)))
  })
  return { child, address, tell }
}

/** As its operator would; at once where nobody waited for the sample. */
async function stop(child: ChildProcess, isServed: boolean): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(isServed ? 'SIGTERM' : 'SIGKILL')
  await ended
}
