/** Where the year takes place: bodies in four regions with their people and systems, four providers with clouds, pools and a contract each. */
import {
  catalogueOperations,
  serviceContractOperations as contracts,
  poolOperations,
  requestOperations as requests,
} from '@yunheng/contract'
import { createPool } from '../../src/modules/cloud/index.ts'
import { insertBody } from '../../src/modules/organisation/index.ts'
import { SCOPE_ALL } from '../../src/platform/db/index.ts'
import { givenCalendar } from '../kit/calendar.ts'
import { aPool, givenCloud, setupCtx } from '../kit/clouds.ts'
import { aRequest, well } from '../kit/journey.ts'
import type { TestServer } from '../kit/open-server.ts'
import { givenPersona, type Persona } from '../kit/world.ts'
import { FIRST_MONTH } from './civil.ts'

export interface YearBody {
  readonly id: string
  readonly admin: Persona
  readonly approver: Persona
  readonly applicant: Persona
  readonly systems: readonly string[]
  /** By which everything was approved that it holds. */
  readonly requestId: string
}

export interface YearProvider {
  readonly id: string
  readonly admin: Persona
  readonly cloudId: string
  readonly contractId: string
}

export interface PlanTag {
  readonly id: string
  readonly code: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly offeringCode: string
}

export interface Province {
  readonly bodies: readonly YearBody[]
  readonly providers: readonly YearProvider[]
  readonly pools: readonly { readonly id: string; readonly provider: number }[]
  /** By their codes. */
  readonly plans: ReadonlyMap<string, PlanTag>
}

const SYSTEMS_OF_A_BODY = 4
const POOLS_OF_A_PROVIDER = 2
/** So many resources to a body; a small province has some bodies all the same, a large one not more than a province has. */
const RESOURCES_OF_A_BODY = 50
const bodiesFor = (resources: number) =>
  Math.min(200, Math.max(4, Math.round(resources / RESOURCES_OF_A_BODY)))

export async function givenProvince(server: TestServer, resources: number): Promise<Province> {
  await givenCalendar(server, [2027, 2028])
  const plans = await listPlans(server)
  const bodies: YearBody[] = []
  for (let number = 0; number < bodiesFor(resources); number++) {
    const body = await aBody(server, number)
    bodies.push({ ...body, requestId: await aRequestOf(server, body, plans) })
  }
  const pools: { readonly id: string; readonly provider: number }[] = []
  const providers: YearProvider[] = []
  for (let number = 0; number < 4; number++) {
    const { provider, poolIds } = await aProvider(server, number)
    providers.push(provider)
    for (const id of poolIds) pools.push({ id, provider: number })
  }
  return { bodies, providers, pools, plans }
}

async function aBody(
  { database, clock, ids, world }: TestServer,
  number: number,
): Promise<Omit<YearBody, 'requestId'>> {
  const { province, city, countyA, countyB } = world.regions
  const id = ids.next()
  const regionId = [province, city, countyA, countyB][number % 4] as string
  return database.inTx(SCOPE_ALL, async (tx) => {
    const name = `第${number + 1}委办局`
    await insertBody(
      tx,
      {
        id,
        region_id: regionId,
        kind: 'department',
        name,
        short_name: name,
        created_at: clock.now(),
      },
      null,
    )
    const person = (role: Persona['role'], word: string) =>
      givenPersona(tx, clock, ids, id, role, `${word}${number + 1}`)
    const admin = await person('department-admin', '管理员')
    const approver = await person('department-approver', '审核人')
    const applicant = await person('department-applicant', '申请人')
    const systems = Array.from({ length: SYSTEMS_OF_A_BODY }, ids.next)
    await givenSystems(tx, { systems, bodyId: id, number, personId: admin.personId, now: clock.now() })
    return { id, admin, approver, applicant, systems }
  })
}

async function aRequestOf(
  { call }: TestServer,
  { applicant, systems }: Omit<YearBody, 'requestId'>,
  plans: Province['plans'],
): Promise<string> {
  const line = { planId: plans.get('c2m4')?.id ?? null, parameters: { image: 'kylin-v10', rootDiskGiB: 40 } }
  const body = aRequest(systems[0] ?? '', [line], { title: '存量资源补录' })
  return (await well(call(applicant, requests.create, { body }))).id
}

type Tx = Parameters<Parameters<TestServer['database']['inTx']>[1]>[0]

async function givenSystems(
  tx: Tx,
  of: {
    readonly systems: readonly string[]
    readonly bodyId: string
    readonly number: number
    readonly personId: string
    readonly now: Date
  },
): Promise<void> {
  await tx
    .insertInto('system')
    .values(
      of.systems.map((id, index) => ({
        id,
        body_id: of.bodyId,
        code: `year-${of.number + 1}-${index + 1}`,
        name: `业务系统 ${of.number + 1}-${index + 1}`,
        summary: '',
        kind: 'stock' as const,
        lifecycle: 'running' as const,
        protection_level: 2,
        classification: 'internal' as const,
        network_zone: 'government-extranet' as const,
        access_paths: ['government-extranet'],
        responsible_person_id: of.personId,
        has_web: false,
        is_vertical: false,
        deployment: 'cloud' as const,
        created_at: of.now,
        updated_at: of.now,
      })),
    )
    .execute()
}

async function aProvider(server: TestServer, number: number) {
  const { database, clock, ids, world } = server
  const known = [world.bodies.provider, world.bodies.otherProvider][number]
  const id = known ?? ids.next()
  const admin = await database.inTx(SCOPE_ALL, async (tx) => {
    const name = `第${number + 1}服务商`
    const row = { id, region_id: world.regions.province, name, short_name: name, created_at: clock.now() }
    if (known === undefined)
      await insertBody(tx, { ...row, kind: 'provider', provider_type: 'cloud-operator' }, null)
    return givenPersona(tx, clock, ids, id, 'provider-admin', `服务商管理员${number + 1}`)
  })
  const cloud = await givenCloud(server, { provider: id })
  const poolIds = [cloud.poolId]
  while (poolIds.length < POOLS_OF_A_PROVIDER) {
    const pool = await createPool(setupCtx(server, poolOperations.create), aPool(cloud.zoneId))
    poolIds.push(pool.id)
  }
  const contract = await well(
    server.call(world.people.centre, contracts.create, {
      body: {
        bodyId: world.bodies.centre,
        providerBodyId: id,
        kind: 'lease',
        no: `ZWY-${number + 1}`,
        name: '政务云统一租用合同',
        providerName: null,
        filingId: null,
        startsOn: `${FIRST_MONTH}-01`,
        endsOn: '2028-12-31',
        note: '',
      },
    }),
  )
  return { provider: { id, admin, cloudId: cloud.cloudId, contractId: contract.id }, poolIds }
}

async function listPlans({ call, world }: TestServer): Promise<ReadonlyMap<string, PlanTag>> {
  const { items } = await well(
    call(world.people.centre, catalogueOperations.list, { query: { pageSize: 200 } }),
  )
  return new Map(
    items.flatMap((offering) =>
      offering.plans.map(({ id, code, title }) => [code, { id, code, title, offeringCode: offering.code }]),
    ),
  )
}
