import { type BodyOf, type exportOperations, operations, type TObject } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { assert, refuse } from '../../platform/errors.ts'
import { validatorOf } from '../../platform/http/index.ts'
import { KEEP_MS, refuseStart } from './export.ts'
import { countOwnExportsForUpdate, type ExportRow, insertExport } from './export-store.ts'
import { ownerOf } from './own-export.ts'

/** Whether he may is asked now, so that nobody waits for a refusal, and again when it is written. */
export async function startExport(
  ctx: Ctx,
  input: BodyOf<typeof exportOperations.start>,
): Promise<ExportRow> {
  const owner = ownerOf(ctx)
  const { list, format, language } = input
  const operation = operations.find(({ id }) => id === list)
  assert(operation?.query && typeof operation.access === 'object', `no list ${list}`)
  ctx.authz.require(ctx, operation.access.action, operation.access.noun)
  const filters = filtersOf(operation.query, input.filters)
  return ctx.inTx(async (tx) => {
    const reason = refuseStart(await countOwnExportsForUpdate(tx, owner.personId))
    if (reason !== null) refuse(reason)
    const now = ctx.clock.now()
    const keptUntil = new Date(now.getTime() + KEEP_MS)
    const one = { ...owner, id: ctx.ids.next(), list, filters, format, language, now, keptUntil }
    const row = await insertExport(tx, one)
    await ctx.audit(tx, {
      noun: 'export',
      objectId: row.id,
      bodyId: owner.bodyId,
      after: { list, filters, format },
    })
    await ctx.nudge(tx, 'export', row.id)
    return row
  })
}

/** The same filters as the list takes, and no others. */
function filtersOf(
  query: TObject,
  filters: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const { language: _, ...rest } = filters
  return validatorOf(query, 'query')({ ...rest }) as Readonly<Record<string, unknown>>
}
