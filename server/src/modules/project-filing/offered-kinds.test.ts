import { FILING_ITEM_KINDS, projectFilingOperations as operations } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import { SHIPPED_BOOK } from '../rule/index.ts'
import { offeredKinds } from './offered-kinds.ts'
import { toFilingRules } from './project-filing.ts'

const RULES = toFilingRules(SHIPPED_BOOK)
const INFRASTRUCTURE = ['machine-room', 'own-cloud-expansion'] as const
const WITHOUT = FILING_ITEM_KINDS.filter((kind) => !INFRASTRUCTURE.some((one) => one === kind))

describe('R29: what the form of a project asks for', () => {
  it('is no infrastructure where it leases the cloud; a machine room only by what the state requires', () => {
    expect(offeredKinds({ level: 'province', connection: 'lease' }, RULES)).toEqual({
      kinds: WITHOUT,
      requiredKinds: ['machine-room'],
    })
  })

  it('is everything of an exempt project, but never a county’s expansion of its own cloud', () => {
    expect(offeredKinds({ level: 'city', connection: 'exempt' }, RULES).kinds).toEqual(FILING_ITEM_KINDS)
    expect(offeredKinds({ level: 'county', connection: 'exempt' }, RULES)).toEqual({
      kinds: FILING_ITEM_KINDS.filter((kind) => kind !== 'own-cloud-expansion'),
      requiredKinds: [],
    })
  })

  it('is everything where the rules in force ask for no lease', () => {
    const free = { ...RULES, lease: { ...RULES.lease, value: false } }
    expect(offeredKinds({ level: 'province', connection: 'lease' }, free).kinds).toEqual(FILING_ITEM_KINDS)
  })
})

describe('R29: a form that is being filled in', () => {
  const server = useServer()

  it('is told by the server what it offers, by how the project connects, and nothing is kept', async () => {
    const { call, world } = server.current
    const asked = (connection: 'lease' | 'exempt') =>
      well(
        call(world.people.departmentAdmin, operations.preview, {
          body: { bodyId: world.bodies.department, nature: 'new', connection, items: [] },
        }),
      )
    expect(await asked('lease')).toEqual({ kinds: WITHOUT, requiredKinds: ['machine-room'], findings: [] })
    // A county’s department: its expansion has no exception.
    expect((await asked('exempt')).kinds).toEqual(
      FILING_ITEM_KINDS.filter((kind) => kind !== 'own-cloud-expansion'),
    )
    const filed = await well(call(world.people.departmentAdmin, operations.list, { query: {} }))
    expect(filed.items).toEqual([])
  })
})
