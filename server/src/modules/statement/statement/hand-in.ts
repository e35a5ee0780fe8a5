import { buffer } from 'node:stream/consumers'
import {
  type BodyOf,
  type statementOperations as operations,
  STATEMENT_BYTES_MAX,
  type StatementHandedIn,
} from '@yunheng/contract'
import { actingPost, personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { canonicalJson, sm3Hex } from '../../../platform/crypto/index.ts'
import { elevated, inSavepoint, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { writeXlsx } from '../../../platform/xlsx/index.ts'
import { windowOfMonth } from '../../metering/index.ts'
import { findBody } from '../../organisation/index.ts'
import { COLUMN_KEYS, COLUMN_TITLES } from '../file/columns.ts'
import { lookAt } from '../file/decode.ts'
import { FAULT_WORDS, faultText } from '../file/fault-words.ts'
import { type Batch, batchesOf, type FaultyRow, readFile } from '../file/read-file.ts'
import { compareBehind, isLarge } from './compare-behind.ts'
import { compareStatement } from './compare-statement.ts'
import { isMonthBeingCompared } from './comparison-store.ts'
import { writeLines } from './line-store.ts'
import {
  closeLines,
  findCurrent,
  findStatement,
  insertStatement,
  lockMonth,
  type StatementRow,
  supersede,
} from './statement-store.ts'
import { shownStatement } from './statement-view.ts'

const SECONDS_OF_HOUR = 3600
/** Of faulty rows, as many are told, and as many come back in a workbook. */
const TOLD_MAX = 200
const RETURNED_MAX = 5000

/** What was handed in, whatever its form. */
interface Handed {
  readonly month: string
  readonly providerId: string | null
  readonly fileName: string
  readonly digest: string
  batches(): AsyncIterable<Batch>
}

const expectedOf = (month: string) => {
  const { from, to } = windowOfMonth(month)
  return { month, monthSeconds: (to - from) * SECONDS_OF_HOUR }
}

/** A file: CSV in whatever encoding, XLSX, FOCUS 1.2. @throws `statement.file_…` and as {@link take}. */
export async function handInFile(
  ctx: Ctx,
  input: BodyOf<typeof operations.handIn>,
): Promise<StatementHandedIn> {
  ctx.authz.require(ctx, 'create', 'statement')
  const content = Buffer.from(input.contentBase64, 'base64')
  if (content.length > STATEMENT_BYTES_MAX) refuse('statement.file_too_large')
  const looked = await lookAt(content)
  const { month, providerId, fileName } = input
  const expected = expectedOf(month)
  return take(ctx, {
    ...{ month, providerId, fileName: fileName.trim(), digest: looked.digest },
    batches: () => readFile(content, looked, expected),
  })
}

/** Lines through the API, read by the very same rules. */
export async function handInLines(
  ctx: Ctx,
  { month, providerId, lines }: BodyOf<typeof operations.handInLines>,
): Promise<StatementHandedIn> {
  async function* rows() {
    const head = COLUMN_KEYS.map((key) => COLUMN_TITLES[key].en)
    const cells = lines.map((line) => COLUMN_KEYS.map((key) => line[key] ?? ''))
    yield [head, ...cells].map((row, index) => ({ no: index + 1, cells: row, end: 'sheet' as const }))
  }
  return take(ctx, {
    ...{ month, providerId, fileName: 'API', digest: sm3Hex(canonicalJson(lines)) },
    batches: () => batchesOf(rows(), expectedOf(month)),
  })
}

/**
 * One statement of a provider's month, or nothing: with a single wrong row nothing is written, and the rows come back with what is
 * wrong. The same content again adds nothing; other content takes the place of what stands, until that is agreed.
 * @throws `statement.provider_missing`, `statement.month_not_over`, `statement.agreed`, `statement.comparing`.
 */
async function take(ctx: Ctx, handed: Handed): Promise<StatementHandedIn> {
  ctx.authz.require(ctx, 'create', 'statement')
  const { month } = handed
  if (dayInChina(ctx.clock.now()).slice(0, 7) <= month) refuse('statement.month_not_over')
  return ctx.inTx(async (tx) => {
    const provider = await providerOf(ctx, tx, handed.providerId)
    await lockMonth(tx, provider.id, month)
    // A comparison holds the one that counts until it ends: nobody waits for it with a file in his hands.
    const isCompared = await isMonthBeingCompared(tx, provider.id, month)
    const { current, count } = await findCurrent(tx, provider.id, month, { isLocked: !isCompared })
    const audit = (objectId: string | null, after: object) =>
      ctx.audit(tx, {
        noun: 'statement',
        objectId,
        label: `${provider.name} ${month}`,
        bodyId: provider.id,
        after,
      })
    if (current?.digest === handed.digest) {
      await audit(current.id, { digest: handed.digest, replay: true })
      return answered(ctx, tx, { id: current.id, isReplay: true })
    }
    if (isCompared) refuse('statement.comparing')
    if (current?.state === 'agreed') refuse('statement.agreed')
    const id = ctx.ids.next()
    const read = await write(ctx, tx, handed, {
      id,
      providerId: provider.id,
      number: count + 1,
      replaces: current,
    })
    const { rows, errors, faults } = read
    if (errors > 0) {
      await audit(null, { digest: handed.digest, rows, errors })
      return answered(ctx, tx, { id: null, isReplay: false, rows, errors, faults })
    }
    const statement = (await findStatement(tx, id)) as StatementRow
    await audit(id, { digest: handed.digest, lines: statement.line_count, amount: statement.amount })
    await ctx.emit(tx, { type: 'statement.received', noun: 'statement', id, bodyId: provider.id })
    // What cannot be compared yet waits; the page says for what.
    await (isLarge(statement) ? compareBehind : compareStatement)(ctx, tx, statement)
    return answered(ctx, tx, { id, isReplay: false })
  })
}

/** A provider's own, or the one that the centre names within its sight. */
async function providerOf(ctx: Ctx, tx: Tx, named: string | null) {
  const { actor } = ctx
  const post = actingPost(actor)
  const own = post?.role.startsWith('provider-') ? post.bodyId : null
  if (own !== null && named !== null && named !== own) refuse('statement.provider_missing')
  const id = own ?? named
  const body = id === null ? undefined : await findBody(tx, id)
  if (body === undefined || !body.kind.endsWith('provider')) return refuse('statement.provider_missing')
  return { id: body.id, name: body.name }
}

interface Read {
  readonly rows: number
  readonly errors: number
  readonly faults: readonly FaultyRow[]
}

/** Undoes what was written of a file with a wrong row. */
class Faulted extends Error {}

async function write(
  ctx: Ctx,
  tx: Tx,
  handed: Handed,
  {
    id,
    providerId,
    number,
    replaces,
  }: {
    readonly id: string
    readonly providerId: string
    readonly number: number
    readonly replaces: { readonly id: string } | null
  },
): Promise<Read> {
  const faults: FaultyRow[] = []
  let [rows, errors] = [0, 0]
  const { month, fileName, digest } = handed
  const by = personNameOf(ctx.actor)
  try {
    await inSavepoint(tx, () =>
      elevated(tx, async () => {
        if (replaces !== null) await supersede(tx, replaces.id)
        await insertStatement(tx, {
          id,
          providerId,
          month,
          number,
          fileName,
          digest,
          at: ctx.clock.now(),
          by,
        })
        const writer = writeLines(tx, id)
        for await (const batch of handed.batches()) {
          rows += batch.lines.length + batch.faults.length
          errors += batch.faults.length
          faults.push(...batch.faults.slice(0, Math.max(0, RETURNED_MAX - faults.length)))
          if (errors === 0) await writer.add(batch.lines)
        }
        if (errors > 0) throw new Faulted()
        await writer.end()
        await closeLines(tx, id)
      }),
    )
  } catch (error) {
    if (!(error instanceof Faulted)) throw error
  }
  return { rows, errors, faults }
}

async function answered(
  ctx: Ctx,
  tx: Tx,
  one: { readonly id: string | null; readonly isReplay: boolean } & Partial<Read>,
): Promise<StatementHandedIn> {
  const { faults = [], errors = 0 } = one
  const row = one.id === null ? undefined : await findStatement(tx, one.id)
  return {
    statement: row === undefined ? null : await shownStatement(ctx, tx, row),
    isReplay: one.isReplay,
    rows: row?.line_count ?? one.rows ?? 0,
    errors,
    faults: faults
      .slice(0, TOLD_MAX)
      .map(({ row: no, fault, value }) => ({ row: no, fault, value, words: FAULT_WORDS[fault] })),
    workbook: errors === 0 ? null : { fileName: '错误.xlsx', contentBase64: await withFaults(faults) },
  }
}

const ERROR_TITLE = '错误 / Error'
const ROW_TITLE = '行 / Row'

/** The faulty rows as they stand in the file, with what is wrong in a column of its own. */
async function withFaults(faults: readonly FaultyRow[]): Promise<string> {
  const width = Math.max(0, ...faults.map(({ cells }) => cells.length))
  const cells = Array.from({ length: width }, (_, place) => ({
    title: String(place + 1),
    width: 20,
    kind: 'text' as const,
    value: (one: FaultyRow) => one.cells[place] ?? '',
  }))
  const columns = [
    { title: ROW_TITLE, width: 8, kind: 'number' as const, value: (one: FaultyRow) => one.row },
    { title: ERROR_TITLE, width: 60, kind: 'text' as const, value: (one: FaultyRow) => faultText(one.fault) },
    ...cells,
  ]
  async function* rows() {
    yield* faults
  }
  return (await buffer(writeXlsx({ name: '错误', columns, rows: rows() }, []))).toString('base64')
}
