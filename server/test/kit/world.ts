import { type Role, roles } from '@yunheng/contract'
import { insertBody, insertPerson, insertPost, insertRegion } from '../../src/modules/organisation/index.ts'
import type { Clock } from '../../src/platform/clock.ts'
import type { Database, Tx } from '../../src/platform/db/index.ts'
import { SCOPE_ALL } from '../../src/platform/db/index.ts'
import type { Ids } from '../../src/platform/ids.ts'

/** Someone who may sign in to the tests: his post's id is his test token (`kit/server.ts`). */
export interface Persona {
  readonly personId: string
  readonly postId: string
  readonly bodyId: string
  readonly role: Role
}

/** A small province: one city, two counties, both regulators, two providers, two departments and an office below one. */
export interface World {
  readonly regions: Readonly<Record<'province' | 'city' | 'countyA' | 'countyB', string>>
  readonly bodies: Readonly<Record<BodyKey, string>>
  readonly people: Readonly<Record<PersonaKey, Persona>>
}

type BodyKey =
  | 'bureau'
  | 'centre'
  | 'countyBureau'
  | 'operations'
  | 'provider'
  | 'otherProvider'
  | 'department'
  | 'office'
  | 'otherDepartment'
  | 'guide'

export type PersonaKey =
  | 'systemAdmin'
  | 'securityAdmin'
  | 'auditAdmin'
  | 'bureau'
  | 'centre'
  | 'countyBureau'
  | 'departmentAdmin'
  | 'departmentApprover'
  | 'departmentApplicant'
  | 'officeApplicant'
  | 'otherAdmin'
  | 'otherApplicant'
  | 'providerAdmin'
  | 'providerOperator'
  | 'otherProviderOperator'
  | 'operations'
  | 'guide'

const BODIES: readonly [
  BodyKey,
  Parameters<typeof insertBody>[1]['kind'],
  region: keyof World['regions'],
  parent: BodyKey | null,
][] = [
  ['bureau', 'regulator-bureau', 'province', null],
  ['centre', 'regulator-centre', 'province', 'bureau'],
  ['countyBureau', 'regulator-bureau', 'countyA', null],
  ['operations', 'operations', 'province', null],
  ['provider', 'provider', 'province', null],
  ['otherProvider', 'provider', 'province', null],
  ['department', 'department', 'countyA', null],
  ['office', 'department', 'countyA', 'department'],
  ['otherDepartment', 'department', 'countyB', null],
  ['guide', 'guide', 'province', null],
]

const PEOPLE: readonly [PersonaKey, BodyKey, Role][] = [
  ['systemAdmin', 'centre', 'system-admin'],
  ['securityAdmin', 'centre', 'security-admin'],
  ['auditAdmin', 'bureau', 'audit-admin'],
  ['bureau', 'bureau', 'regulator-bureau'],
  ['centre', 'centre', 'regulator-centre'],
  ['countyBureau', 'countyBureau', 'regulator-bureau'],
  ['departmentAdmin', 'department', 'department-admin'],
  ['departmentApprover', 'department', 'department-approver'],
  ['departmentApplicant', 'department', 'department-applicant'],
  ['officeApplicant', 'office', 'department-applicant'],
  ['otherAdmin', 'otherDepartment', 'department-admin'],
  ['otherApplicant', 'otherDepartment', 'department-applicant'],
  ['providerAdmin', 'provider', 'provider-admin'],
  ['providerOperator', 'provider', 'provider-operator'],
  ['otherProviderOperator', 'otherProvider', 'provider-operator'],
  ['operations', 'operations', 'operations-engineer'],
  ['guide', 'guide', 'guide'],
]

/** Writes the small province through the stores (the use cases have tests of their own). */
export async function givenWorld(database: Database, clock: Clock, ids: Ids): Promise<World> {
  return database.inTx(SCOPE_ALL, async (tx) => {
    const regions = await givenRegions(tx, clock, ids)
    const bodies = {} as Record<BodyKey, string>
    for (const [key, kind, region, parent] of BODIES) {
      const id = ids.next()
      const parentPath = parent === null ? null : `/${bodies[parent]}`
      await insertBody(
        tx,
        {
          id,
          region_id: regions[region],
          parent_id: parent === null ? null : bodies[parent],
          kind,
          guide_field: kind === 'guide' ? 'cyberspace' : null,
          provider_type: kind === 'provider' ? 'cloud-operator' : null,
          name: `Body ${key}`,
          short_name: key,
          created_at: clock.now(),
        },
        parentPath,
      )
      bodies[key] = id
    }
    const people = {} as Record<PersonaKey, Persona>
    for (const [key, body, role] of PEOPLE)
      people[key] = await givenPersona(tx, clock, ids, bodies[body], role, key)
    return { regions, bodies, people }
  })
}

/** A person with one post in force. */
export async function givenPersona(
  tx: Tx,
  clock: Clock,
  ids: Ids,
  bodyId: string,
  role: Role,
  name: string,
): Promise<Persona> {
  const personId = ids.next()
  const postId = ids.next()
  await insertPerson(tx, { id: personId, body_id: bodyId, name, created_at: clock.now() })
  await insertPost(tx, {
    id: postId,
    person_id: personId,
    body_id: bodyId,
    role,
    side: roles[role].side,
    title: name,
    valid_from: new Date(clock.now().getTime() - 86_400_000),
    created_at: clock.now(),
  })
  return { personId, postId, bodyId, role }
}

async function givenRegions(tx: Tx, clock: Clock, ids: Ids): Promise<World['regions']> {
  const add = async (
    parent: { id: string; path: string } | null,
    level: 'province' | 'city' | 'county',
    code: string,
  ) => {
    const id = ids.next()
    const path = await insertRegion(
      tx,
      { id, parent_id: parent?.id ?? null, level, code, name: `Region ${code}`, created_at: clock.now() },
      parent?.path ?? null,
    )
    return { id, path }
  }
  const province = await add(null, 'province', '990000')
  const city = await add(province, 'city', '990100')
  const countyA = await add(city, 'county', '990101')
  const countyB = await add(city, 'county', '990102')
  return { province: province.id, city: city.id, countyA: countyA.id, countyB: countyB.id }
}
