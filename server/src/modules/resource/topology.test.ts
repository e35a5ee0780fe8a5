import { topologyOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../test/kit/supply.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
let ids: readonly string[]

beforeAll(async () => {
  supply = await givenSupply(server.current)
  ids = await supply.approve({ quantity: 3 })
}, 60_000)

const topology = (as = people().departmentAdmin, id = supply.systemId) =>
  server.current.call(as, topologyOperations.get, { params: { id } })

describe('the topology of a system', () => {
  it('holds what was approved with its ground, and what stands on what by intent, before anything is built', async () => {
    const { body } = await topology()
    const kindOf = new Map(body.items.map((item) => [item.id, item.kind]))
    expect(ids.every((id) => kindOf.has(id))).toBe(true)
    const pairs = body.links.map(({ resourceId, standsOnId }) => [
      kindOf.get(resourceId),
      kindOf.get(standsOnId),
    ])
    expect(pairs.filter(([upper, lower]) => upper === 'server' && lower === 'subnet')).toHaveLength(3)
    expect(pairs).toContainEqual(['subnet', 'network'])
    // Both ends of every line are in the picture.
    expect(pairs.flat()).not.toContain(undefined)
    expect(body.isCut).toBe(false)
  })

  it('is seen by its department, its provider and the regulator, and by no other', async () => {
    for (const as of [people().centre, people().providerOperator, people().operations])
      expect((await topology(as)).body.items.length).toBeGreaterThan(3)
    expect((await topology(people().otherAdmin)).status).toBe(404)
    // Another provider has nothing there to see.
    expect((await topology(people().otherProviderOperator)).status).toBe(404)
    expect((await topology(people().centre, server.current.ids.next())).status).toBe(404)
  })
})
