import type { BodyOf, projectFilingOperations as operations, ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import {
  approveItem,
  type FilingRow,
  findFiling,
  listItems,
  loadFilingForUpdate,
  updateFiling,
} from './filing-store.ts'
import { judgeFiling } from './judge-filing.ts'
import { refuseBy, refuseDecision, refuseEdit } from './project-filing.ts'

interface Act {
  readonly right: 'modify' | 'approve'
  readonly event: string
  readonly rule: (filing: FilingRow) => ReasonCode | null
}
type Change = Parameters<typeof updateFiling>[3]
type Loaded = Parameters<typeof updateFiling>[1]

/** Locks it with the right to the act, asks its rule, applies, keeps trail and event. */
async function change(
  ctx: Ctx,
  id: string,
  version: number,
  act: Act,
  apply: (tx: Tx, filing: Loaded) => Promise<{ readonly change: Change; readonly after: object }>,
): Promise<FilingRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadFilingForUpdate(tx, id)
    const filing = ctx.authz.authorised(ctx, act.right, 'project-filing', found)
    const refusal = act.rule(filing)
    if (refusal) refuse(refusal)
    const { change: columns, after } = await apply(tx, filing)
    if (!(await updateFiling(tx, filing, version, columns))) refuse('common.version_stale')
    const { no: label, body_id: bodyId, state } = filing
    await ctx.audit(tx, { noun: 'project-filing', objectId: id, label, bodyId, before: { state }, after })
    await ctx.emit(tx, { type: `project-filing.${act.event}`, noun: 'project-filing', id, bodyId })
    return (await findFiling(tx, id)) as FilingRow
  })
}

/** The rules are asked as they are in force now; what blocks is said with its clause. */
async function askRules(ctx: Ctx, tx: Tx, filing: FilingRow, at: 'submission' | 'acceptance') {
  const findings = await judgeFiling(ctx, tx, filing, await listItems(tx, filing.id))
  const stop = refuseBy(findings, at)
  if (stop) refuse(stop.reason, { details: { items: stop.items } })
}

const nameOf = (ctx: Ctx) => (ctx.actor.kind === 'nobody' ? '' : ctx.actor.name)

/** @throws `project-filing.machine_room` (R35), `….county_expansion` (R25), `….lease_required` (R33), `….not_editable`. */
export const submitFiling = (ctx: Ctx, id: string, version: number) =>
  change(ctx, id, version, { right: 'modify', event: 'submitted', rule: refuseEdit }, async (tx, filing) => {
    await askRules(ctx, tx, filing, 'submission')
    const submitted = { submitted_by_name: nameOf(ctx), submitted_at: ctx.clock.now() }
    const again = { decided_at: null, decided_by_name: null, comment: null }
    return { change: { state: 'submitted', ...submitted, ...again }, after: { state: 'submitted' } }
  })

/** @throws `project-filing.not_submitted`. */
export const withdrawFiling = (ctx: Ctx, id: string, version: number) =>
  change(ctx, id, version, { right: 'modify', event: 'withdrawn', rule: refuseDecision }, async () => ({
    change: { state: 'draft' },
    after: { state: 'draft' },
  }))

/** What the state requires by its document (R35), or the reason to build what the catalogue carries (R270). @throws `project-filing.not_submitted`, `….no_exception`. */
export const approveException = (ctx: Ctx, id: string, input: BodyOf<typeof operations.approve>) =>
  change(
    ctx,
    id,
    input.version,
    { right: 'approve', event: 'exception-approved', rule: refuseDecision },
    async (tx, filing) => {
      const by = { name: nameOf(ctx), at: ctx.clock.now() }
      const authorised = filing as Parameters<typeof approveItem>[1]
      if (!(await approveItem(tx, authorised, input.item, by))) refuse('project-filing.no_exception')
      const item = (await listItems(tx, id)).find(({ number }) => number === input.item)
      return {
        change: {},
        after: {
          item: input.item,
          document: item?.requirement_document ?? null,
          ownReason: item?.own_reason ?? null,
        },
      }
    },
  )

/** @throws `project-filing.not_submitted`, `….machine_room_open`, `….carried_open` and what blocks a submission. */
export const acceptFiling = (ctx: Ctx, id: string, input: BodyOf<typeof operations.accept>) =>
  change(
    ctx,
    id,
    input.version,
    { right: 'approve', event: 'accepted', rule: refuseDecision },
    async (tx, filing) => {
      await askRules(ctx, tx, filing, 'acceptance')
      return decided(ctx, 'accepted', input.comment.trim())
    },
  )

/** @throws `project-filing.not_submitted`. */
export const declineFiling = (ctx: Ctx, id: string, input: BodyOf<typeof operations.decline>) =>
  change(ctx, id, input.version, { right: 'approve', event: 'declined', rule: refuseDecision }, async () =>
    decided(ctx, 'declined', input.comment.trim()),
  )

function decided(ctx: Ctx, state: 'accepted' | 'declined', comment: string) {
  return {
    change: { state, comment, decided_by_name: nameOf(ctx), decided_at: ctx.clock.now() },
    after: { state, comment },
  }
}
