import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../log/index.ts'
import { findHome, prepareHome } from './home.ts'
import { findPrograms } from './programs.ts'
import { unprivilegedUser } from './unprivileged-user.ts'

const asRoot = process.getuid?.() === 0
let top: string

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'yunheng-home-'))
  chmodSync(top, 0o711)
})
afterEach(() => rmSync(top, { recursive: true, force: true }))

const runningAs = (dir: string) => {
  const user = unprivilegedUser(join(dir, 'none'), null)
  if (user === null) throw new Error('this test runs as root')
  return user
}

describe.runIf(asRoot)('prepareHome as root', () => {
  it('keeps the files inside, and lets the database’s user pass through a closed data directory of ours', () => {
    const dataDir = join(top, 'data')
    mkdirSync(dataDir, { mode: 0o700 })
    const user = runningAs(top)
    const home = prepareHome(dataDir, user, silentLog(), join(top, 'outside'))
    expect(home.root).toBe(join(dataDir, 'postgres'))
    expect(statSync(home.root)).toMatchObject({ uid: user.uid, gid: user.gid })
    expect(statSync(dataDir).mode & 0o777).toBe(0o710)
    expect(existsSync(join(top, 'outside'))).toBe(false)
  })

  it('puts the files outside when only root can reach the data directory, finds them again, and says when they are gone', () => {
    const closed = join(top, 'root-only')
    const dataDir = join(closed, 'checkout', 'data')
    mkdirSync(dataDir, { recursive: true })
    chmodSync(closed, 0o700)
    const user = runningAs(top)
    const outside = join(top, 'outside')
    const home = prepareHome(dataDir, user, silentLog(), outside)
    expect(home.root).toMatch(new RegExp(`^${outside}/checkout-[0-9a-f]{8}$`))
    expect(readlinkSync(join(dataDir, 'postgres'))).toBe(home.root)
    writeFileSync(join(home.root, 'kept'), '')
    expect(prepareHome(dataDir, user, silentLog(), outside)).toEqual(home)
    expect(findHome(dataDir)).toEqual(home)
    rmSync(home.root, { recursive: true })
    expect(() => prepareHome(dataDir, user, silentLog(), outside)).toThrow('are gone')
    expect(lstatSync(join(dataDir, 'postgres')).isSymbolicLink()).toBe(true)
  })

  it('never takes over what another data directory left outside', () => {
    const closed = join(top, 'root-only')
    const dataDir = join(closed, 'data')
    mkdirSync(dataDir, { recursive: true })
    chmodSync(closed, 0o700)
    const user = runningAs(top)
    const first = prepareHome(dataDir, user, silentLog(), join(top, 'outside'))
    rmSync(join(dataDir, 'postgres'))
    const second = prepareHome(dataDir, user, silentLog(), join(top, 'outside'))
    expect(second.root).not.toBe(first.root)
    expect(existsSync(first.root)).toBe(true)
  })
})

describe.runIf(asRoot)('unprivilegedUser as root', () => {
  it('is the owner of an existing cluster, whatever is configured', () => {
    const cluster = join(top, 'cluster')
    mkdirSync(cluster)
    const { uid, gid } = runningAs(top)
    spawnSync('chown', ['12345:12345', cluster])
    expect(unprivilegedUser(cluster, 'nobody')).toMatchObject({ uid: 12345, gid: 12345 })
    expect(unprivilegedUser(join(top, 'none'), null)).toMatchObject({ uid, gid })
  })

  it('refuses a configured user that does not exist, and root', () => {
    expect(() => unprivilegedUser(top, 'no-such-user')).toThrow('YUNHENG_POSTGRES_USER')
    expect(() => unprivilegedUser(top, 'root')).toThrow('YUNHENG_POSTGRES_USER')
  })
})

describe('findPrograms', () => {
  it('runs the packaged programs by default', () => {
    const user = unprivilegedUser(join(top, 'none'), null)
    const programs = findPrograms({ from: 'packaged', user, clusterMajor: null, homeRoot: top }, silentLog())
    expect(programs).toMatchObject({ major: 18 })
    expect(programs.postgres).not.toMatch(/^\/usr\//)
  })

  it('refuses a directory without programs, and says what to do', () => {
    const wanted = { from: top, user: null, clusterMajor: null, homeRoot: top }
    expect(() => findPrograms(wanted, silentLog())).toThrow('DATABASE_URL')
  })
})
