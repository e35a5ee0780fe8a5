import type { ProjectFilingCreate, ProjectFilingUpdate } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { assert, refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { findBody } from '../organisation/index.ts'
import {
  type FilingRow,
  findFiling,
  findUnknownOffering,
  insertFiling,
  loadFilingForUpdate,
  nextFilingNo,
  replaceItems,
  updateFiling,
} from './filing-store.ts'
import { refuseEdit, refuseShape } from './project-filing.ts'

/** Those who run the cloud, or only steer, file no projects here. */
const FILES_NONE: ReadonlySet<string> = new Set(['provider', 'platform-provider', 'leading-group', 'guide'])

/** Drafts a filing; the rules are asked at submission. @throws `project-filing.body_not_found` and what does not belong together. */
export async function draftFiling(ctx: Ctx, input: ProjectFilingCreate): Promise<FilingRow> {
  ctx.authz.require(ctx, 'create', 'project-filing')
  const refusal = refuseShape(input)
  if (refusal) refuse(refusal)
  return ctx.inTx(async (tx) => {
    const body = await findBody(tx, input.bodyId)
    if (!body || body.closed_at !== null || FILES_NONE.has(body.kind))
      return refuse('project-filing.body_not_found')
    await checkOfferings(tx, input.items)
    const { actor } = ctx
    assert(actor.kind === 'person', 'the policy names roles of people')
    const id = ctx.ids.next()
    const now = ctx.clock.now()
    const no = await nextFilingNo(tx, dayInChina(now).slice(0, 4))
    const entered = { entered_by: actor.personId, entered_by_name: actor.name, created_at: now }
    const row = { id, no, body_id: body.id, state: 'draft' as const, ...entered, ...toColumns(input) }
    await insertFiling(tx, row, input.items)
    await ctx.audit(tx, {
      noun: 'project-filing',
      objectId: id,
      label: no,
      bodyId: body.id,
      after: input,
    })
    await ctx.emit(tx, { type: 'project-filing.created', noun: 'project-filing', id, bodyId: body.id })
    return (await findFiling(tx, id)) as FilingRow
  })
}

/** @throws `project-filing.not_editable`, `common.version_stale` and as {@link draftFiling}. */
export async function changeFiling(ctx: Ctx, id: string, input: ProjectFilingUpdate): Promise<FilingRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadFilingForUpdate(tx, id)
    const filing = ctx.authz.authorised(ctx, 'modify', 'project-filing', found)
    const refusal = refuseEdit(filing) ?? refuseShape(input)
    if (refusal) refuse(refusal)
    await checkOfferings(tx, input.items)
    const { version, ...fields } = input
    // What was declined is a draft again once it is touched.
    const reopened = { state: 'draft', decided_at: null, decided_by_name: null } as const
    if (!(await updateFiling(tx, filing, version, { ...toColumns(fields), ...reopened })))
      refuse('common.version_stale')
    await replaceItems(tx, filing, input.items)
    const { no: label, body_id: bodyId } = filing
    const before = { name: filing.name, connection: filing.connection, exemption: filing.exemption }
    await ctx.audit(tx, { noun: 'project-filing', objectId: id, label, bodyId, before, after: fields })
    await ctx.emit(tx, { type: 'project-filing.updated', noun: 'project-filing', id, bodyId })
    return (await findFiling(tx, id)) as FilingRow
  })
}

/** @throws `project-filing.offering_not_found`. */
async function checkOfferings(tx: Tx, items: ProjectFilingCreate['items']): Promise<void> {
  const code = await findUnknownOffering(
    tx,
    items.flatMap(({ offeringCode }) => offeringCode ?? []),
  )
  if (code !== null) refuse('project-filing.offering_not_found', { details: { code } })
}

function toColumns(input: Omit<ProjectFilingCreate, 'bodyId' | 'items'>) {
  return {
    name: input.name.trim(),
    nature: input.nature,
    summary: input.summary.trim(),
    connection: input.connection,
    exemption: input.exemption === null ? null : JSON.stringify(input.exemption),
  }
}
