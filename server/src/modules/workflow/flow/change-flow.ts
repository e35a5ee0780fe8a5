/** Making and changing definitions. A draft may be wrong; only publishing asks for a sound one. */
import { actingPerson } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import type { Problem } from '../definition/problem.ts'
import { topicsOf, type WorkflowParts } from '../ports.ts'
import {
  type FlowRow,
  type FlowVersionRow,
  findFlow,
  findVersion,
  insertDraft,
  insertFlow,
  loadFlowForUpdate,
  loadVersionForUpdate,
  updateDraft,
  updatePublished,
} from './flow-store.ts'
import { type ReadDefinition, readDefinition } from './read-definition.ts'

interface DraftInput {
  readonly bpmn: string
  readonly source: string
  readonly note: string
}

/** @throws `flow.bpmn_unreadable` for what is no BPMN at all; anything less is kept as a draft with its problems. */
async function readOrRefuse(parts: WorkflowParts, bpmn: string): Promise<ReadDefinition> {
  const read = await readDefinition(bpmn, topicsOf(parts))
  if (!read.graph)
    throw new AppError('flow.bpmn_unreadable', { details: { why: read.problems[0]?.zh ?? 'BPMN' } })
  return read
}

export async function createFlow(
  ctx: Ctx,
  parts: WorkflowParts,
  input: DraftInput & {
    readonly key: string
    readonly name: { zh: string; en: string }
    readonly subjectNoun: string
  },
): Promise<FlowRow> {
  ctx.authz.require(ctx, 'create', 'flow')
  const read = await readOrRefuse(parts, input.bpmn)
  return ctx.inTx(async (tx) => {
    const id = ctx.ids.next()
    const { key, name, subjectNoun } = input
    const inserted = await insertFlow(tx, {
      id,
      key,
      name_zh: name.zh.trim(),
      name_en: name.en.trim(),
      subject_noun: subjectNoun,
      created_at: ctx.clock.now(),
    })
    if (!inserted) throw new AppError('common.duplicate', { details: { what: key } })
    await addDraft(tx, ctx, id, input, read)
    await ctx.audit(tx, { noun: 'flow', objectId: id, bodyId: null, after: { key, name } })
    await ctx.emit(tx, { type: 'flow.created', noun: 'flow', id, bodyId: null })
    return (await findFlow(tx, id)) as FlowRow
  })
}

async function addDraft(
  tx: Tx,
  ctx: Ctx,
  flowId: string,
  input: DraftInput,
  read: ReadDefinition,
): Promise<string> {
  const id = ctx.ids.next()
  await insertDraft(tx, {
    id,
    flowId,
    bpmn: input.bpmn,
    graph: read.graph,
    source: input.source.trim(),
    isProductDefault: false,
    note: input.note,
    createdBy: actingPerson(ctx.actor)?.name ?? null,
    at: ctx.clock.now(),
  })
  return id
}

interface ChangedVersion {
  readonly row: FlowVersionRow
  readonly problems: readonly Problem[]
}

export async function createVersion(
  ctx: Ctx,
  parts: WorkflowParts,
  flowId: string,
  input: DraftInput,
): Promise<ChangedVersion> {
  ctx.authz.authorised(ctx, 'modify', 'flow', await findFlow(ctx.db, flowId))
  const read = await readOrRefuse(parts, input.bpmn)
  return ctx.inTx(async (tx) => {
    const flow = ctx.authz.authorised(ctx, 'modify', 'flow', await loadFlowForUpdate(tx, flowId))
    const id = await addDraft(tx, ctx, flow.id, input, read)
    await ctx.audit(tx, {
      noun: 'flow',
      objectId: flow.id,
      bodyId: null,
      after: { versionId: id, source: input.source },
    })
    await ctx.emit(tx, { type: 'flow.updated', noun: 'flow', id: flow.id, bodyId: null })
    return { row: (await findVersion(tx, id)) as FlowVersionRow, problems: read.problems }
  })
}

export async function updateVersion(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  input: DraftInput & { readonly version: number },
): Promise<ChangedVersion> {
  ctx.authz.authorised(ctx, 'modify', 'flow', await findVersion(ctx.db, id))
  const read = await readOrRefuse(parts, input.bpmn)
  return ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'modify', 'flow', await loadVersionForUpdate(tx, id))
    if (row.state !== 'draft') refuse('flow.not_draft')
    if (row.version !== input.version) refuse('common.version_stale')
    const { bpmn, note, source } = input
    await updateDraft(tx, row, { bpmn, graph: read.graph, source: source.trim(), note })
    await ctx.audit(tx, {
      noun: 'flow',
      objectId: row.flow_id,
      bodyId: null,
      after: { versionId: id, source },
    })
    await ctx.emit(tx, { type: 'flow.updated', noun: 'flow', id: row.flow_id, bodyId: null })
    return { row: (await findVersion(tx, id)) as FlowVersionRow, problems: read.problems }
  })
}

/** New instances take this version from now on; running ones keep theirs. @throws `flow.not_publishable`. */
export async function publishVersion(
  ctx: Ctx,
  parts: WorkflowParts,
  id: string,
  version: number,
): Promise<ChangedVersion> {
  return ctx.inTx(async (tx) => {
    const seen = ctx.authz.authorised(ctx, 'approve', 'flow', await findVersion(tx, id))
    await loadFlowForUpdate(tx, seen.flow_id)
    const row = (await loadVersionForUpdate(tx, id)) as FlowVersionRow
    if (row.state !== 'draft') refuse('flow.not_draft')
    if (row.version !== version) refuse('common.version_stale')
    const { graph, problems } = await readDefinition(row.bpmn, topicsOf(parts))
    if (problems.length > 0 || !graph)
      throw new AppError('flow.not_publishable', {
        details: { count: problems.length, first: problems[0]?.zh ?? '' },
      })
    await updatePublished(tx, row, actingPerson(ctx.actor)?.name ?? 'system', ctx.clock.now())
    await ctx.audit(tx, {
      noun: 'flow',
      objectId: row.flow_id,
      bodyId: null,
      after: { published: row.number },
    })
    await ctx.emit(tx, { type: 'flow.published', noun: 'flow', id: row.flow_id, bodyId: null })
    return { row: (await findVersion(tx, id)) as FlowVersionRow, problems: [] }
  })
}
