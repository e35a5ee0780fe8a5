import { describe, expect, it } from 'vitest'
import { useDatabase } from '../../../../test/kit/database.ts'
import { wordsOf } from '../../../platform/errors.ts'
import type { Connector } from '../../cloud/index.ts'
import { intendRelease, intendRestore } from '../intend/intend-release.ts'
import { type LineProgress, progressOfLines } from '../intend/line-progress.ts'
import { claimFirstAsk, listSubnetsOfSystem } from '../resource-store.ts'
import { createStage } from '../stage.fixture.ts'

const db = useDatabase()

describe('a line of one server with disk, key and address', () => {
  it('comes to stand as intended, with the ground under it, and leaves nothing behind', async () => {
    const stage = await createStage(db.current.database)
    const ids = await stage.intend()
    const passes = await stage.settle()
    expect(passes).toBeLessThan(60)
    expect(await stage.inventory()).toEqual({
      project: 1,
      network: 1,
      subnet: 1,
      router: 1,
      'security-group': 1,
      'key-pair': 1,
      server: 1,
      volume: 1,
      'floating-ip': 1,
    })
    expect((await stage.rows()).map(({ state, agreement }) => `${state} ${agreement}`)).toEqual(
      Array(9).fill('ready level'),
    )
    const [volume] = await stage.cloud.things('volume')
    const [server] = await stage.cloud.things('server')
    expect(volume?.spec).toMatchObject({ sizeGiB: 100, serverRef: server?.externalId })

    await stage.ctx.inTx((tx) =>
      intendRelease(tx, stage.ctx, ids, { act: 'resource.release', reason: null, coolingDays: 0 }),
    )
    await stage.settle()
    expect(await stage.inventory()).toEqual({})
    expect(new Set((await stage.rows()).map(({ state }) => state))).toEqual(new Set(['released']))
  })
})

describe('a network of a system’s own', () => {
  it('joins the system’s router, and is let go by it when it is given back (R62)', async () => {
    const stage = await createStage(db.current.database)
    const ids = await stage.intend({
      fulfilment: { by: 'connector', kinds: ['network', 'subnet', 'router', 'floating-ip'] },
      dimensions: { instance: 1 },
      parameters: { cidr: '10.66.0.0/24' },
    })
    await stage.settle()
    expect(await stage.inventory()).toMatchObject({ network: 2, subnet: 2, router: 1 })
    const [router] = await stage.cloud.things('router')
    expect(router?.spec).toMatchObject({ subnetRefs: { length: 2 } })

    await stage.ctx.inTx((tx) =>
      intendRelease(tx, stage.ctx, ids, { act: 'resource.release', reason: null, coolingDays: 0 }),
    )
    await stage.settle()
    expect(await stage.inventory()).toEqual({})
  })
})

describe('a release that is taken back within the cooling-off time', () => {
  it('restores all that it took: servers, volumes with their snapshots, networks with their subnets, firewalls, keys (R60, R61, R62)', async () => {
    const stage = await createStage(db.current.database)
    const own = await stage.intend()
    const net = await stage.intend({
      lineId: stage.ctx.ids.next(),
      fulfilment: { by: 'connector', kinds: ['network', 'subnet', 'security-group'] },
      dimensions: { instance: 1 },
      parameters: { cidr: '10.66.0.0/24', rules: [] },
    })
    await stage.settle()
    const [volume] = await stage.rows('volume')
    await stage.intend({
      lineId: stage.ctx.ids.next(),
      fulfilment: { by: 'connector', kinds: ['snapshot'] },
      dimensions: { 'snapshot-gib': 100 },
      parameters: { volumeId: volume?.id },
    })
    await stage.settle()
    const before = await stage.inventory()
    expect(before).toMatchObject({ server: 1, volume: 1, snapshot: 1, network: 2, 'security-group': 2 })

    // The snapshot and the subnet are not named: they leave with what they are part of.
    const subnet = (await stage.rows('subnet')).find((row) => net.includes(row.id))
    const named = [...own, ...net].filter((id) => id !== subnet?.id)
    await stage.ctx.inTx((tx) =>
      intendRelease(tx, stage.ctx, named, { act: 'resource.release', reason: null, coolingDays: 7 }),
    )
    await stage.settle()
    expect(await stage.inventory()).toEqual(before)
    const cooling = (await stage.rows()).filter((row) => row.ground === null)
    expect(new Set(cooling.map((row) => row.state))).toEqual(new Set(['cooling-off']))
    const ranges = await listSubnetsOfSystem(stage.ctx.db, stage.line.line.systemId, 'internet')
    expect(ranges.map((row) => row.id)).toContain(subnet?.id)

    await stage.ctx.inTx((tx) => intendRestore(tx, stage.ctx, named))
    await stage.settle()
    expect(await stage.inventory()).toEqual(before)
    expect(new Set((await stage.rows()).map(({ state, agreement }) => `${state} ${agreement}`))).toEqual(
      new Set(['ready level']),
    )
  })
})

describe('a line on ground that has not settled', () => {
  it('names what it waits for in both languages until the router has joined its network (R60, R62)', async () => {
    const stage = await createStage(db.current.database)
    await stage.intend()
    await stage.settle()
    await stage.cloud.fail({ verb: 'change', kind: 'router', effect: { fault: 'quota', when: 'before' } })
    const seen: string[] = []
    const network = {
      lineId: stage.ctx.ids.next(),
      fulfilment: {
        by: 'connector' as const,
        kinds: ['network' as const, 'subnet' as const, 'router' as const],
      },
      dimensions: { instance: 1 },
      parameters: { cidr: '10.66.0.0/24' },
    }
    const of = async () =>
      (await progressOfLines(stage.ctx.db, [network.lineId])).get(network.lineId) as LineProgress
    await stage.intend(network)
    await stage.settle(undefined, async () => {
      const { ready, wanted, waitsFor } = await of()
      if (ready === wanted) seen.push(...waitsFor.map((one) => `${one.kind} ${one.failing} ${one.text.en}`))
    })
    const name = (await stage.rows('router'))[0]?.name
    expect(new Set(seen)).toEqual(
      new Set([
        `router false Waits for the router ${name} to be ready`,
        `router true Router ${name}: ${wordsOf('resource.cloud_quota', {}).en}`,
      ]),
    )
    expect(await of()).toMatchObject({ wanted: 2, ready: 2, waitsFor: [] })
  })

  it('is let go by the router when it was never made, so that others do not wait for it', async () => {
    const stage = await createStage(db.current.database)
    await stage.intend()
    await stage.settle()
    const effect = { fault: 'quota', when: 'before' } as const
    await stage.cloud.fail({ verb: 'ensure', kind: 'subnet', times: 1000, effect })
    const ids = await stage.intend({
      fulfilment: { by: 'connector', kinds: ['network', 'subnet', 'router'] },
      dimensions: { instance: 1 },
      parameters: { cidr: '10.66.0.0/24' },
    })
    await expect(stage.settle(30)).rejects.toThrow('not settled')
    expect((await stage.rows('router'))[0]).toMatchObject({ agreement: 'changing' })
    await stage.ctx.inTx((tx) =>
      intendRelease(tx, stage.ctx, ids, { act: 'request.cancel', reason: null, coolingDays: 0 }),
    )
    await stage.settle()
    const [router] = await stage.rows('router')
    expect(router).toMatchObject({ agreement: 'level', spec: { subnetIds: { length: 1 } } })
    expect(await stage.inventory()).toMatchObject({ network: 1, subnet: 1, router: 1 })
  })
})

describe('the first time that something is asked for', () => {
  it('is told to the connector once and never again, whatever became of the answer (F1)', async () => {
    const told = new Map<string, boolean[]>()
    const listening = (connector: Connector): Connector => ({
      ...connector,
      ensure(id, spec, scope) {
        told.set(id, [...(told.get(id) ?? []), scope.isFirst === true])
        return connector.ensure(id, spec, scope)
      },
    })
    const stage = await createStage(db.current.database, {}, { connector: listening })
    await stage.cloud.fail({ verb: 'ensure', effect: { fault: 'timeout', when: 'before' } })
    await stage.cloud.fail({ verb: 'ensure', kind: 'volume', effect: { fault: 'timeout', when: 'after' } })
    await stage.intend()
    await stage.settle()
    expect([...told.values()].map(([first]) => first)).toEqual(Array(told.size).fill(true))
    const again = [...told.values()].flatMap((asks) => asks.slice(1))
    expect(again.length).toBeGreaterThanOrEqual(2)
    expect(again).toEqual(Array(again.length).fill(false))
  })

  it('is claimed by one of two workers that hold the same row', async () => {
    const stage = await createStage(db.current.database)
    const [id = ''] = await stage.intend()
    const claim = () => stage.ctx.inTx((tx) => claimFirstAsk(tx, id, stage.clock.now()))
    expect((await Promise.all([claim(), claim()])).sort()).toEqual([false, true])
  })
})
