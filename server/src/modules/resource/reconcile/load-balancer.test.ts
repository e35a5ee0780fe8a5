import type { Fulfilment, Listener, ResourceSpecOf } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { useDatabase } from '../../../../test/kit/database.ts'
import { intendRelease } from '../intend/intend-release.ts'
import { fulfilmentThere } from '../intend/line.ts'
import { listenerAsked } from '../intend/listeners.ts'
import { setListeners } from '../operate/set-listeners.ts'
import { createStage, type Stage } from '../stage.fixture.ts'
import { RESOURCE_RECONCILER } from './record-outcome.ts'

const db = useDatabase()

const BALANCER: Fulfilment = { by: 'connector', kinds: ['load-balancer'], workingDays: 3 }
const lookAgain = (stage: Stage, id: string) =>
  stage.ctx.inTx((tx) => stage.ctx.nudge(tx, RESOURCE_RECONCILER, id))

/** Two servers, and a balancer before them as a request brings it. */
async function givenBalancer(parameters: object = {}) {
  const stage = await createStage(db.current.database)
  const servers = await stage.intend(
    {
      fulfilment: { by: 'connector', kinds: ['server'] },
      dimensions: { vcpu: 1, 'memory-gib': 1, 'root-disk-gib': 1 },
      parameters: { name: 'web', image: 'small' },
    },
    2,
  )
  const [id = ''] = await stage.intend({
    lineId: stage.ctx.ids.next(),
    fulfilment: BALANCER,
    dimensions: { instance: 1 },
    parameters: {
      name: 'portal',
      protocol: 'http',
      port: 80,
      memberPort: 8080,
      serverIds: servers,
      ...parameters,
    },
  })
  await stage.settle()
  const listeners = async () => {
    const [thing] = await stage.cloud.things('load-balancer')
    return thing && 'listeners' in thing.spec ? (thing.spec.listeners ?? []) : []
  }
  return { stage, servers, id, listeners }
}

const wantedOf = async (stage: Stage, id: string) =>
  ((await stage.row(id)).spec as ResourceSpecOf<'load-balancer'>).listeners

describe('R68 a load balancer', () => {
  it('comes to stand before at least two servers of its system, with an algorithm and a look at their health', async () => {
    const { stage, servers, id, listeners } = await givenBalancer({
      algorithm: 'least-connections',
      healthPath: '/up',
    })
    expect(await stage.row(id)).toMatchObject({ state: 'ready', agreement: 'level', name: 'portal' })
    const refs = (await stage.rows('server')).map((row) => row.external_id)
    expect(refs).toHaveLength(servers.length)
    expect(await listeners()).toMatchObject([
      {
        protocol: 'http',
        port: 80,
        algorithm: 'least-connections',
        members: refs.toSorted().map((serverRef) => ({ serverRef, port: 8080 })),
        monitor: { type: 'http', path: '/up' },
      },
    ])
  })

  it('is changed by its people, shown when somebody else changes it, and put back', async () => {
    const { stage, servers, id, listeners } = await givenBalancer()
    const [first] = await wantedOf(stage, id)
    const more: Listener = { ...(first as Listener), protocol: 'udp', port: 53, algorithm: 'source-address' }
    const { version } = await stage.row(id)
    await setListeners(stage.ctx, id, version, [first as Listener, more])
    await stage.settle()
    expect((await listeners()).map(({ protocol, port }) => `${protocol} ${port}`)).toEqual([
      'udp 53',
      'http 80',
    ])
    expect(await stage.row(id)).toMatchObject({ agreement: 'level' })

    const again = async (next: readonly Listener[]) =>
      setListeners(stage.ctx, id, (await stage.row(id)).version, next)
    const foreign = { ...more, serverIds: [servers[0] as string, stage.ctx.ids.next()] }
    await expect(again([foreign])).rejects.toMatchObject({ reason: 'resource.elsewhere' })
    await expect(again([more, { ...more, algorithm: 'round-robin' }])).rejects.toMatchObject({
      reason: 'resource.listener_invalid',
    })

    const [thing] = await stage.cloud.things('load-balancer')
    await stage.cloud.alter('load-balancer', thing?.externalId ?? '', { listeners: [] })
    await lookAgain(stage, id)
    await stage.settle()
    const drifted = await stage.row(id)
    expect(drifted).toMatchObject({
      agreement: 'tilted',
      differences: [{ field: 'listeners', observed: null }],
    })
    expect(drifted.differences[0]?.desired).toMatch(/http 80 round-robin/)
    await again([first as Listener])
    await stage.settle()
    expect(await listeners()).toMatchObject([{ protocol: 'http', port: 80 }])
    expect(await stage.row(id)).toMatchObject({ agreement: 'level' })
  })

  it('outlives a server that is given back, sends it nothing more, and leaves nothing behind itself', async () => {
    const { stage, servers, id, listeners } = await givenBalancer()
    const release = (ids: readonly string[]) =>
      stage.ctx.inTx((tx) =>
        intendRelease(tx, stage.ctx, ids, { act: 'resource.release', reason: null, coolingDays: 0 }),
      )
    await release([servers[0] as string])
    await stage.settle()
    expect(await stage.row(servers[0] as string)).toMatchObject({ state: 'released' })
    expect(await wantedOf(stage, id)).toMatchObject([{ serverIds: [servers[1]] }])
    expect(await listeners()).toMatchObject([{ members: [{ port: 8080 }] }])
    expect(await stage.row(id)).toMatchObject({ agreement: 'level' })
    await release([id, servers[1] as string])
    await stage.settle()
    expect(await stage.inventory()).toEqual({})
  })
})

describe('R68 what a request asks of a load balancer', () => {
  const asked = { protocol: 'tcp', port: 5432, serverIds: ['a', 'b'] }

  it('is taken with the usual where nothing is said', () => {
    expect(listenerAsked(asked)).toEqual({
      ...asked,
      algorithm: 'round-robin',
      memberPort: 5432,
      healthPath: null,
    })
  })

  it.each([
    ['serverIds', { ...asked, serverIds: ['a', 'a'] }],
    ['serverIds', { ...asked, serverIds: undefined }],
    ['protocol', { ...asked, protocol: 'smtp' }],
    ['port', { ...asked, port: 0 }],
    ['memberPort', { ...asked, memberPort: 70_000 }],
    ['healthPath', { ...asked, healthPath: '/up' }],
  ])('is refused by %s', (name, parameters) => {
    expect(() => listenerAsked(parameters)).toThrow(
      expect.objectContaining({ reason: 'resource.parameter_invalid', details: { name } }),
    )
  })

  it('is a work order where the cloud has none, and by the cloud where it has', () => {
    expect(fulfilmentThere(BALANCER, ['load-balancer'])).toEqual({ by: 'work-order', workingDays: 3 })
    expect(fulfilmentThere(BALANCER, ['router'])).toBe(BALANCER)
    const cloudOnly: Fulfilment = { by: 'connector', kinds: ['load-balancer'] }
    expect(fulfilmentThere(cloudOnly, ['load-balancer'])).toBe(cloudOnly)
  })
})
