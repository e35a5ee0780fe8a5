import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import setUpDatabases from '../../server/test/kit/global-setup.ts'
import { takenOver } from '../../server/test/kit/role-process.ts'
import { administer, databaseUrl } from '../../server/test/kit/scratch-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the sample province is served, with a worker behind it. */
    sampleUrl: string
    /** Its database, with the simulated clouds in it: for what happens in a cloud behind the platform's back. */
    sampleDatabase: string
  }
}

/**
 * One server with the sample province for the whole lane, as `npm start` brings it up: the real process, API and worker.
 * `SAMPLE_URL` names one that runs already, and `SAMPLE_DATABASE_URL` its database, for those who write these tests.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const endDatabases = await setUpDatabases(project)
  const { SAMPLE_URL, SAMPLE_DATABASE_URL } = process.env
  if (SAMPLE_URL) {
    project.provide('sampleUrl', SAMPLE_URL)
    project.provide('sampleDatabase', SAMPLE_DATABASE_URL ?? '')
    return endDatabases
  }
  const { serverUrl } = project.getProvidedContext()
  const name = `sample_${randomBytes(6).toString('hex')}`
  await administer(serverUrl, `create database ${name}`)
  const dataDir = mkdtempSync(join(tmpdir(), 'yunheng-sample-'))
  project.provide('sampleDatabase', databaseUrl(serverUrl, name))
  const server = startServer(databaseUrl(serverUrl, name), dataDir)
  const end = async () => {
    await stop(server.child)
    server.tell()
    await administer(serverUrl, `drop database if exists ${name} with (force)`)
    rmSync(dataDir, { recursive: true, force: true })
    await endDatabases()
  }
  try {
    project.provide('sampleUrl', await server.address)
  } catch (error) {
    await end()
    throw error
  }
  return end
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

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
