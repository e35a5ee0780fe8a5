import { createHash } from 'node:crypto'
import {
  operations as every,
  type OperationSpec,
  issuedFileOperations as operations,
  resourceOperations,
  settlementOperations,
} from '@yunheng/contract'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'

const server = useServer()
const people = () => server.current.world.people
const digestOf = (bytes: Uint8Array, algorithm = 'sha256') =>
  createHash(algorithm).update(bytes).digest('hex')

async function fetched(as: Persona, { path }: OperationSpec, query: Record<string, string> = {}) {
  const answer = await server.current.api.inject({
    method: 'GET',
    url: `/api/v1${path}`,
    query,
    headers: { authorization: `Bearer ${as.postId}` },
  })
  expect(answer.statusCode).toBe(200)
  return answer.rawPayload
}
const check = async (as: Persona, digest: string) =>
  well(server.current.call(as, operations.check, { body: { digest } }))
const rows = async () =>
  (
    await server.current.database.owner.query<{ count: number }>(
      'select count(*)::int as count from issued_file',
    )
  ).rows[0]?.count

let file: Buffer
beforeAll(async () => {
  file = await fetched(people().centre, settlementOperations.export, { quarter: '2026Q3' })
})

describe('R275: a file about money', () => {
  it('is known by its SHA-256 and its SM3, in whichever case: what it was, when, to whom and under which filter', async () => {
    for (const digest of [digestOf(file), digestOf(file).toUpperCase(), digestOf(file, 'sm3')]) {
      const { known, items } = await check(people().centre, digest)
      expect([known, items.length]).toEqual([true, 1])
      expect(items[0]).toMatchObject({
        title: settlementOperations.export.title,
        sizeBytes: file.length,
        sha256: digestOf(file),
        sm3: digestOf(file, 'sm3'),
        filter: { quarter: '2026Q3' },
        issuedTo: 'centre',
        issuedAt: server.current.clock.now().toISOString(),
      })
      expect(items[0]?.fileName).toMatch(/^结算单-.*\.xlsx$/)
    }
  })

  it('is not known with one byte changed', async () => {
    const changed = Buffer.from(file)
    changed[changed.length - 1] = (changed[changed.length - 1] as number) ^ 1
    expect(await check(people().centre, digestOf(changed))).toMatchObject({ known: false, items: [] })
  })

  it('is told of only to whoever has it in sight and may see what it shows; to anybody else only that it is known', async () => {
    const digest = digestOf(file)
    for (const persona of [people().departmentAdmin, people().otherAdmin, people().providerOperator])
      expect(await check(persona, digest)).toEqual({ digest, known: true, items: [] })
    expect((await check(people().auditAdmin, digest)).items).toHaveLength(1)
  })

  it('is told of to those whose matter it is', async () => {
    const { bodies } = server.current.world
    const digest = digestOf(Buffer.from('a sheet'))
    await server.current.database.owner.query(
      `insert into issued_file (id, sha256, sm3, size_bytes, file_name, operation, noun, filter, concerns, person_id, person_name, issued_at)
       values (gen_random_uuid(), $1, $1, 7, 'sheet.xlsx', 'settlement.export-sheet', 'settlement', '{}', $2::uuid[], gen_random_uuid(), 'x', now())`,
      [digest, [bodies.department, bodies.provider]],
    )
    const told = async (persona: Persona) => (await check(persona, digest)).items.length
    expect(await told(people().departmentAdmin)).toBe(1)
    expect(await told(people().providerAdmin)).toBe(1)
    expect(await told(people().otherAdmin)).toBe(0)
    // In sight, but settlements are not his.
    expect(await told(people().departmentApplicant)).toBe(0)
  })

  it('stays as it was noted, whoever writes', async () => {
    const db = server.current.database.as(SCOPE_ALL)
    await expect(sql`update issued_file set file_name = 'x'`.execute(db)).rejects.toThrow()
    await expect(sql`delete from issued_file`.execute(db)).rejects.toThrow()
  })
})

describe('the register of issued files', () => {
  it('lists what went out, within sight, and is not for everybody', async () => {
    const { call } = server.current
    const seen = await well(call(people().centre, operations.list, { query: {} }))
    expect(seen.items.map(({ sha256 }) => sha256)).toContain(digestOf(file))
    const others = await well(call(people().otherAdmin, operations.list, { query: {} }))
    expect(others.items).toEqual([])
    expect((await call(people().departmentApplicant, operations.list, { query: {} })).status).toBe(403)
  })

  it('has nothing of files that are not about money', async () => {
    const before = await rows()
    await fetched(people().centre, resourceOperations.export)
    expect(await rows()).toBe(before)
  })

  it('R275: has every export of bills, statements, settlements, spending and budgets', () => {
    expect(
      every
        .filter(({ issued }) => issued)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([
      'bill.export',
      'bill.export-charges',
      'bill.export-focus',
      'bill.focus',
      'budget.export',
      'budget.export-actuals',
      'budget.export-comparisons',
      'budget.export-duplicates',
      'budget.export-reductions',
      'budget.export-stops',
      'difference.export',
      'export.download',
      'settlement.export',
      'settlement.export-sheet',
      'spending-rate.export',
      'spending.export',
      'statement.export',
      'statement.export-lines',
      'subsidy.export',
    ])
  })
})
