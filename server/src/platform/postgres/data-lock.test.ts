import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findHolder, lockDataDir } from './data-lock.ts'
import { startOf } from './process.ts'

let dir: string
const lockFile = () => join(dir, 'yunheng.lock')
const leave = (holder: object) => writeFileSync(lockFile(), JSON.stringify(holder))
const began = startOf(process.pid)

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yunheng-lock-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('lockDataDir', () => {
  it('refuses while a living process of this host holds it', async () => {
    leave({ pid: process.ppid, began: startOf(process.ppid), host: hostname() })
    await expect(lockDataDir(dir)).rejects.toThrow(`进程 ${process.ppid}@${hostname()}`)
  })

  it('refuses the same process a second time', async () => {
    const lock = await lockDataDir(dir)
    await expect(lockDataDir(dir)).rejects.toThrow('in use')
    lock.release()
    expect(existsSync(lockFile())).toBe(false)
  })

  it('takes over from a dead process, also when its id is in use again', async () => {
    leave({ pid: process.ppid, began: '1', host: hostname() })
    expect(await findHolder(dir)).toBeNull()
    const lock = await lockDataDir(dir)
    expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toEqual({
      pid: process.pid,
      began,
      host: hostname(),
    })
    lock.release()
  })

  it('takes over an unreadable lock', async () => {
    writeFileSync(lockFile(), '{"pid":')
    const lock = await lockDataDir(dir)
    expect(await findHolder(dir)).toMatchObject({ pid: process.pid })
    lock.release()
  })

  it('judges a holder on another host by its heartbeat: refuses while it beats, takes over when it is silent', async () => {
    leave({ pid: 7, began: '1', host: 'another-container' })
    const beat = setInterval(() => {
      const now = new Date()
      utimesSync(lockFile(), now, now)
    }, 50)
    await expect(lockDataDir(dir, 200)).rejects.toThrow('7@another-container')
    clearInterval(beat)
    const lock = await lockDataDir(dir, 200)
    expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({ host: hostname() })
    lock.release()
  })

  it('lets one of many simultaneous starts win over a dead lock', async () => {
    leave({ pid: 1, began: 'never', host: hostname() })
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => lockDataDir(dir)))
    const won = outcomes.filter((outcome) => outcome.status === 'fulfilled')
    expect(won).toHaveLength(1)
  })
})
