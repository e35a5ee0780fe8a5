import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Connector, RESOURCE_KINDS } from '../../../server/src/modules/cloud/connector.ts'
import { type ResourceRow, releaseAll } from '../../../server/src/modules/resource/index.ts'
import { migrate } from '../../../server/src/platform/db/index.ts'
import { openstack } from './command-line.ts'
import { openOpenStack } from './open.ts'
import { useScratchDatabase } from './scratch.ts'
import { openSupply, type Supply } from './supply.ts'

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))

/** Loaded machines start a process slowly; nothing here is judged by the clock. */
const LIMIT_MS = 900_000

describe('what an approval wrote, driven to the real OpenStack', { timeout: LIMIT_MS }, () => {
  const scratch = useScratchDatabase('supply')
  let supply: Supply
  let connector: Connector

  beforeAll(async () => {
    supply = openSupply(scratch.url)
    await migrate(supply.database.owner)
    connector = openOpenStack()
  }, 120_000)

  afterAll(async () => {
    await connector?.close()
    await supply?.close()
  }, 60_000)

  /** Everything in the cloud: kind, id and whose it is. */
  async function inventory(): Promise<ReadonlyMap<string, string | null>> {
    const found = new Map<string, string | null>()
    const query = { kinds: RESOURCE_KINDS, since: null, signal: AbortSignal.timeout(120_000) }
    for await (const page of connector.inventory(query))
      for (const item of page.items) {
        // Neutron gives every project a group that is nobody's resource.
        if (item.kind === 'security-group' && item.name === 'default') continue
        found.set(`${item.kind} ${item.externalId}`, item.resourceId)
      }
    return found
  }

  /** Workers that die before or after their first step, one after the other, until there is nothing left to do. */
  async function workedByTheDying(isDone: (rows: readonly ResourceRow[]) => boolean, systemId: string) {
    let deaths = 0
    for (;;) {
      const when = deaths % 2 === 0 ? 'before' : 'after'
      const worker = spawn(process.execPath, [WORKER, scratch.url, when], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      const done = await doneOrDead(worker, async () => isDone(await supply.rows(systemId)))
      if (done) return deaths
      deaths += 1
      // As if the time had passed after which others take over what a dead worker held.
      await supply.database.owner.query('update reconcile_item set leased_until = null, due_at = now()')
    }
  }

  it('is killed at every step of building and of taking away: nothing twice, nothing left (F1, R60, R61)', async () => {
    const before = await inventory()
    const { requestId, systemId } = await supply.intend(1, true)

    const buildingDeaths = await workedByTheDying((rows) => rows.every(isLevel), systemId)
    expect(buildingDeaths).toBeGreaterThanOrEqual(10)
    const rows = await supply.rows(systemId)
    const added = [...(await inventory())].filter(([thing]) => !before.has(thing))
    expect(added.map(([, resourceId]) => resourceId).sort()).toEqual(rows.map((row) => row.id).sort())
    expect(added.map(([thing]) => thing).sort()).toEqual(
      rows.map((row) => `${row.kind} ${row.external_id}`).sort(),
    )
    await witness(rows)

    await supply.ctx.inTx((tx) => releaseAll(tx, supply.ctx, requestId, 'end of the lane'))
    const removalDeaths = await workedByTheDying(
      (left) => left.every((row) => row.released_at !== null),
      systemId,
    )
    expect(removalDeaths).toBeGreaterThanOrEqual(10)
    expect(await inventory()).toEqual(before)
  })

  /** The command-line client, asked independently. */
  async function witness(rows: readonly ResourceRow[]): Promise<void> {
    const refOf = (kind: string) => rows.find((row) => row.kind === kind)?.external_id ?? ''
    const tag = rows.find((row) => row.kind === 'server')?.id
    const seen = await openstack<Record<string, unknown>>('server', 'show', refOf('server'))
    expect(seen).toMatchObject({ status: 'ACTIVE', project_id: refOf('project') })
    expect(JSON.stringify(seen.tags)).toContain(`yunheng:resource=${tag}`)
    expect(JSON.stringify(seen.volumes_attached)).toContain(refOf('volume'))
    expect(JSON.stringify(seen.addresses)).toMatch(/10\.10\.\d+\.\d+/)
  }
})

const isLevel = (row: ResourceRow) => row.agreement === 'level' && row.external_id !== null

/** True as soon as it is done, false when the worker has killed itself. */
async function doneOrDead(worker: ChildProcess, isDone: () => Promise<boolean>): Promise<boolean> {
  const death = once(worker, 'exit')
  let dead = false
  void death.then(() => {
    dead = true
  })
  while (!dead) {
    if (await isDone()) {
      worker.kill('SIGTERM')
      await death
      return true
    }
    await Promise.race([death, new Promise((resolve) => setTimeout(resolve, 300))])
  }
  expect(worker.signalCode).toBe('SIGKILL')
  return false
}
