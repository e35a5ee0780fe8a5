import { migrationWaveOperations, roles, systemOperations } from '@yunheng/contract'
import { insertSampleAccount } from '../modules/identity/index.ts'
import { insertBody, insertPerson, insertPost, insertRegion } from '../modules/organisation/index.ts'
import type { Ctx } from '../platform/context.ts'
import type { Tx } from '../platform/db/index.ts'
import { sampleBodies, sampleRegions } from './province.ts'
import type { Stage } from './stage.ts'
import { pathsOf, sampleSystems } from './systems.ts'

/** Ids of what was made, by the keys of the sample files. */
export interface Province {
  readonly regions: ReadonlyMap<string, string>
  readonly bodies: ReadonlyMap<string, string>
  readonly people: ReadonlyMap<string, string>
}

/** Regions, bodies, people with their posts and accounts, in one transaction: all of the province or none of it. */
export async function loadOrganisation(ctx: Ctx): Promise<Province> {
  return ctx.inTx(async (tx) => {
    const regions = await loadRegions(tx, ctx)
    const bodies = new Map<string, string>()
    const people = new Map<string, string>()
    for (const body of sampleBodies) {
      const id = ctx.ids.next()
      const parentId = body.parent === null ? null : idOf(bodies, body.parent)
      await insertBody(
        tx,
        {
          id,
          region_id: idOf(regions, body.region),
          parent_id: parentId,
          kind: body.kind,
          guide_field: body.guideField ?? null,
          provider_type: body.kind === 'provider' ? 'cloud-operator' : null,
          name: body.name,
          short_name: body.shortName,
          created_at: ctx.clock.now(),
        },
        parentId === null ? null : `/${parentId}`,
      )
      await ctx.audit(tx, {
        act: 'body.create',
        noun: 'body',
        objectId: id,
        bodyId: id,
        after: { name: body.name },
      })
      bodies.set(body.key, id)
      for (const person of body.people) people.set(person.username, await loadPerson(tx, ctx, id, person))
    }
    return { regions, bodies, people }
  })
}

async function loadRegions(tx: Tx, ctx: Ctx): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const paths = new Map<string, string>()
  for (const region of sampleRegions) {
    const id = ctx.ids.next()
    const parent = region.parent
    const row = {
      id,
      parent_id: parent === null ? null : idOf(ids, parent),
      level: region.level,
      code: region.code,
    }
    const path = await insertRegion(
      tx,
      { ...row, name: region.name, created_at: ctx.clock.now() },
      parent === null ? null : idOf(paths, parent),
    )
    ids.set(region.code, id)
    paths.set(region.code, path)
  }
  return ids
}

async function loadPerson(
  tx: Tx,
  ctx: Ctx,
  bodyId: string,
  person: (typeof sampleBodies)[number]['people'][number],
): Promise<string> {
  const id = ctx.ids.next()
  const postId = ctx.ids.next()
  const now = ctx.clock.now()
  await insertPerson(tx, { id, body_id: bodyId, name: person.name, created_at: now })
  await insertPost(tx, {
    id: postId,
    person_id: id,
    body_id: bodyId,
    role: person.role,
    side: roles[person.role].side,
    title: person.title,
    valid_from: now,
    created_at: now,
  })
  await insertSampleAccount(tx, ctx, { personId: id, username: person.username })
  await ctx.audit(tx, {
    act: 'post.grant',
    noun: 'post',
    objectId: postId,
    bodyId,
    after: { role: person.role },
  })
  return id
}

/** The systems, entered by the administrators of the bodies that own them. Ids by code. */
export async function loadSystems(stage: Stage, province: Province): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  const wave = await stage.act('centre', migrationWaveOperations.create, {
    body: {
      name: '2027 年第一批',
      position: 1,
      startsOn: '2027-01-04',
      endsOn: '2027-06-30',
      responsibleBodyId: idOf(province.bodies, 'centre'),
      note: '网站、邮件与办公系统先行。',
    },
  })
  for (const system of sampleSystems) {
    const body = sampleBodies.find((each) => each.key === system.body)
    const keeper = body?.people.find((person) => person.role === 'department-admin')?.username ?? 'centre'
    const answerable = body?.people.at(-1)?.username ?? 'centre'
    const made = await stage.act(keeper, systemOperations.create, {
      body: {
        code: system.code,
        bodyId: idOf(province.bodies, system.body),
        lifecycle: system.lifecycle,
        name: system.name,
        summary: system.summary,
        kind: system.kind,
        protectionLevel: system.level,
        protectionFilingNo: system.level >= 2 ? `衡等保备-${system.code}` : null,
        classification: 'internal',
        networkZone: system.zone,
        accessPaths: pathsOf(system),
        responsiblePersonId: idOf(province.people, answerable),
        hasWeb: system.hasWeb,
        isVertical: false,
        deployment: system.deployment,
        exemption: null,
        waveId: system.deployment === 'to-migrate' ? wave.id : null,
      },
    })
    ids.set(system.code, made.id)
  }
  return ids
}

export function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key)
  if (id === undefined) throw new Error(`assertion: the sample knows ${key}`)
  return id
}
