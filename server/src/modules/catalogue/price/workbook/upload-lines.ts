import { buffer } from 'node:stream/consumers'
import type { BodyOf, priceOperations as operations, PriceLine, ResponseOf } from '@yunheng/contract'
import type { Ctx } from '../../../../platform/context.ts'
import { refuse } from '../../../../platform/errors.ts'
import { joined } from '../../../../platform/http/index.ts'
import { readXlsx, UnreadableWorkbook, writeXlsx } from '../../../../platform/xlsx/index.ts'
import { refuseKeeping } from '../../offering/offering.ts'
import { changePrice, refusePublished } from '../draft-price.ts'
import { listFaultyLines } from '../price-lines.ts'
import { loadPriceForUpdate, type PriceRow, termFactorsOf } from '../price-store.ts'
import { findKnownPlans, listPoolsByName } from '../priced-plan-store.ts'
import { COLUMNS, ERROR_TITLE } from './columns.ts'
import { type Row, readRow } from './read-rows.ts'

type Upload = BodyOf<typeof operations.upload>
type Answer = ResponseOf<typeof operations.upload>

/** As many as a version holds. */
const LINES_MAX = 1000

/**
 * The lines of a draft out of a workbook. With a single wrong row nothing is written: the same workbook comes back with what
 * is wrong in a column of its own.
 * @throws `price.workbook_unreadable`, and as `price.update`.
 */
export async function uploadLines(ctx: Ctx, id: string, input: Upload): Promise<Answer> {
  return ctx.inTx(async (tx) => {
    const price = ctx.authz.authorised(ctx, 'modify', 'price', await loadPriceForUpdate(tx, id))
    const refusal = refuseKeeping(ctx.actor) ?? refusePublished(price)
    if (refusal) refuse(refusal)
    const { head, cells } = await parse(input.contentBase64)
    const pools = await listPoolsByName(tx)
    const rows = cells.map((each) => readRow(each, pools))
    const lines = rows.flatMap(({ line }) => line ?? [])
    const known = await findKnownPlans(tx, lines)
    const errors = errorsOf(rows, (all) => listFaultyLines(all, known))
    const wrong = errors.filter((error) => error !== null).length
    if (wrong > 0) {
      const after = { rows: rows.length, errors: wrong }
      await ctx.audit(tx, { noun: 'price', objectId: id, bodyId: price.provider_body_id, after })
      const contentBase64 = await withErrors(head, cells, errors)
      return { rows: rows.length, errors: wrong, workbook: { fileName: '错误.xlsx', contentBase64 } }
    }
    await changePrice(joined(ctx, tx), id, { ...contentOf(price), version: input.version, lines })
    return { rows: rows.length, errors: 0, workbook: null }
  })
}

async function parse(contentBase64: string) {
  try {
    const [head = [], ...rows] = await readXlsx(Buffer.from(contentBase64, 'base64'), LINES_MAX + 1)
    const cells = rows.filter((row) => row.some((cell) => cell !== ''))
    if (cells.length === 0) refuse('price.workbook_unreadable')
    return { head, cells }
  } catch (error) {
    if (error instanceof UnreadableWorkbook) return refuse('price.workbook_unreadable')
    throw error
  }
}

/** What reads wrong first; only when all of it reads, what the rules say of it. */
function errorsOf(
  rows: readonly Row[],
  faultsOf: (lines: readonly PriceLine[]) => ReturnType<typeof listFaultyLines>,
): readonly (string | null)[] {
  const errors = rows.map(({ error }) => error)
  if (errors.some((error) => error !== null)) return errors
  for (const { field } of faultsOf(rows.flatMap(({ line }) => line ?? []))) {
    const at = Number(field.path.split('/')[2])
    errors[at] ??= `${field.zh} / ${field.en}`
  }
  return errors
}

function contentOf(price: PriceRow) {
  return {
    name: price.name,
    effectiveFrom: price.effective_from,
    effectiveTo: price.effective_to,
    source: price.source,
    isProductDefault: price.is_product_default,
    providerBodyId: price.provider_body_id,
    proration: price.proration,
    pinsOrders: price.pins_orders,
    termFactors: termFactorsOf(price),
  }
}

async function withErrors(
  head: readonly string[],
  cells: readonly (readonly string[])[],
  errors: readonly (string | null)[],
): Promise<string> {
  const columns = COLUMNS.map(({ title, width }, place) => ({
    title: head[place] ?? title.zh,
    width,
    kind: 'text' as const,
    value: (row: number) => cells[row]?.[place] ?? '',
  }))
  const error = {
    title: ERROR_TITLE,
    width: 60,
    kind: 'text' as const,
    value: (row: number) => errors[row] ?? '',
  }
  async function* numbers() {
    for (let row = 0; row < cells.length; row++) yield row
  }
  const sheet = { name: '错误', columns: [...columns, error], rows: numbers() }
  return (await buffer(writeXlsx(sheet, []))).toString('base64')
}
