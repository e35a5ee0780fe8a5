import {
  acts,
  auditOperations,
  type OperationSpec,
  operations,
  organisationOperations,
} from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import type { PersonaKey } from '../../../test/kit/world.ts'
import { sealBatch } from './sequencer.ts'

const server = useServer()
const people = () => server.current.world.people
const sealAll = async () => {
  while ((await sealBatch(server.current.database.owner, 500)) > 0);
}
const createPerson = (persona: PersonaKey, bodyId: string, name: string) =>
  server.current.call(people()[persona], organisationOperations.createPerson, { body: { bodyId, name } })
const list = (persona: PersonaKey, query = {}) =>
  server.current.call(people()[persona], auditOperations.list, { query })

/** Changes that are nobody else's business: a mark in one’s own list, one’s own way of looking. */
const UNRECORDED = ['notice.mark-read', 'saved-view.save', 'saved-view.remove']
const reasonOf = ({ audit }: OperationSpec) => ('none' in audit ? audit.none : '')

describe('every act', () => {
  it('of a mutating operation names its audit entry; the others say that they change nothing (F23)', () => {
    const silent = operations.filter((each) => each.method !== 'GET' && !('act' in each.audit))
    const changing = silent.filter((each) => !/^(computes only|changes nothing)/.test(reasonOf(each)))
    expect(changing.map((each) => each.id)).toEqual(UNRECORDED)
    const named = operations.flatMap((each) => ('act' in each.audit ? [each.audit.act] : []))
    for (const act of named) expect(acts[act]?.zh, act).toMatch(/\p{Script=Han}/u)
    // One act, one name: two operations under one act could not be told apart in the trail.
    expect(named.filter((act, index) => named.indexOf(act) !== index)).toEqual([])
  })
})

describe('audit.list', () => {
  it('needs a reader: others get 403, nobody 401', async () => {
    expect((await list('systemAdmin')).problem).toMatchObject({ status: 403, reason: 'common.forbidden' })
    expect((await list('departmentApplicant')).status).toBe(403)
    expect((await server.current.call(null, auditOperations.list)).status).toBe(401)
  })

  it('shows an act in words with its change, and a refusal with its reason', async () => {
    const { department } = server.current.world.bodies
    const made = await createPerson('departmentAdmin', department, '李四')
    expect(made.status).toBe(201)
    expect((await createPerson('departmentApplicant', department, '王五')).status).toBe(403)
    await sealAll()
    const entries = (await list('auditAdmin', { noun: 'person' })).body.items
    expect(entries[1]).toMatchObject({
      title: { zh: organisationOperations.createPerson.title.zh },
      outcome: 'done',
      objectId: made.body.id,
      objectBodyId: department,
      actor: { kind: 'person', personId: people().departmentAdmin.personId, role: 'department-admin' },
      changes: expect.arrayContaining([{ field: 'name', before: null, after: '李四' }]),
    })
    expect(entries[0]).toMatchObject({
      outcome: 'refused',
      reason: 'common.forbidden',
      reasonText: { en: expect.stringContaining('acting post') },
    })
    expect(entries[0]?.previousHash).toBe(entries[1]?.hash)
  })

  it('shows a body what concerns it and no other; one entry is found or hidden by the same rule', async () => {
    const { department, otherDepartment } = server.current.world.bodies
    await createPerson('departmentAdmin', department, '赵六')
    await createPerson('otherAdmin', otherDepartment, '钱七')
    await sealAll()
    const own = (await list('departmentAdmin')).body.items
    expect(own.length).toBeGreaterThan(0)
    for (const entry of own) expect([entry.objectBodyId, entry.actor.bodyId]).toContain(department)
    const foreign = (await list('otherAdmin')).body.items[0]
    const get = (persona: PersonaKey, seq: number) =>
      server.current.call(people()[persona], auditOperations.get, { params: { seq: `${seq}` } })
    expect((await get('otherAdmin', foreign?.seq ?? 0)).body.objectBodyId).toBe(otherDepartment)
    expect((await get('departmentAdmin', foreign?.seq ?? 0)).status).toBe(404)
    expect((await get('auditAdmin', 999_999)).status).toBe(404)
  })

  it('pages by key through everything exactly once, newest first, and filters by time, person and act', async () => {
    for (let index = 0; index < 7; index += 1)
      await createPerson('departmentAdmin', server.current.world.bodies.department, `员工${index}`)
    await sealAll()
    const seen: number[] = []
    let pageToken: string | null | undefined
    do {
      const page = (await list('auditAdmin', { pageSize: 3, ...(pageToken ? { pageToken } : {}) })).body
      seen.push(...page.items.map((each) => each.seq))
      pageToken = page.nextPageToken
    } while (pageToken)
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => seen.length - index))
    const now = server.current.clock.now()
    const later = new Date(now.getTime() + 1000).toISOString()
    expect((await list('auditAdmin', { from: later })).body.items).toEqual([])
    expect(
      (
        await list('auditAdmin', {
          until: later,
          act: 'person.create',
          personId: people().otherAdmin.personId,
        })
      ).body.items,
    ).toHaveLength(1)
    expect((await list('auditAdmin', { pageToken: 'WyJ4IiwieSJd' })).problem.reason).toBe(
      'common.page_token_invalid',
    )
  })
})

describe('audit.export', () => {
  it('gives a CSV that carries its digest, guards formulas, and is an act itself (R275)', async () => {
    await createPerson('departmentAdmin', server.current.world.bodies.department, '=1+1')
    await sealAll()
    const answer = await server.current.api.inject({
      url: '/api/v1/audit-export?language=en&noun=person',
      headers: { authorization: `Bearer ${people().auditAdmin.postId}` },
    })
    expect(answer.statusCode).toBe(200)
    const lines = answer.body.split('\r\n')
    expect(lines.at(-2)).toMatch(/^# SM3,[0-9a-f]{64}$/)
    expect(answer.body).toContain('name:  → =1+1')
    expect(answer.body).not.toMatch(/(^|,)"[=+@]/m)
    await sealAll()
    expect((await list('auditAdmin')).body.items[0]).toMatchObject({ act: 'audit.export', outcome: 'done' })
  })
})

describe('audit.verify and checkpoints', () => {
  it('belong to the audit administrator alone', async () => {
    const body = {}
    for (const persona of ['bureau', 'systemAdmin', 'departmentAdmin'] as const) {
      expect((await server.current.call(people()[persona], auditOperations.verify, { body })).status).toBe(
        403,
      )
      expect((await server.current.call(people()[persona], auditOperations.createCheckpoint)).status).toBe(
        403,
      )
    }
  })

  it('sign the newest entry, export it, and prove the chain against it from outside (R56)', async () => {
    await sealAll()
    const auditor = people().auditAdmin
    const signed = await server.current.call(auditor, auditOperations.createCheckpoint)
    expect(signed.status).toBe(201)
    const file = await server.current.api.inject({
      url: '/api/v1/audit-checkpoints-export',
      headers: { authorization: `Bearer ${auditor.postId}` },
    })
    expect(file.json()).toEqual([signed.body])
    const report = await server.current.call(auditor, auditOperations.verify, {
      body: { checkpoints: file.json() },
    })
    expect(report.body).toMatchObject({ sound: true, outsideCheckpoint: true, finding: null })
    const forged = { ...signed.body, hash: 'a'.repeat(64) }
    const refuted = await server.current.call(auditor, auditOperations.verify, {
      body: { checkpoints: [forged] },
    })
    expect(refuted.body.finding).toMatchObject({ flaw: 'checkpoint-invalid', seq: signed.body.seq })
    const state = await server.current.call(auditor, auditOperations.state)
    expect(state.body.lastCheckpoint).toEqual(signed.body)
  })
})
