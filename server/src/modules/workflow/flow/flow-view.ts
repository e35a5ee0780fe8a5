import type { Flow, FlowDetail, FlowPicture, FlowVersion, FlowVersionEntry, Static } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { FlowGraph } from '../definition/graph.ts'
import type { Problem } from '../definition/problem.ts'
import { drawFlow } from '../instance/picture.ts'
import type { FlowRow, FlowVersionRow, VersionHead } from './flow-store.ts'

export function toFlow(row: FlowRow): Static<typeof Flow> {
  return {
    id: row.id,
    key: row.key,
    name: { zh: row.name_zh, en: row.name_en },
    subjectNoun: row.subject_noun,
    publishedNumber: row.published_number,
    isProductDefault: row.is_product_default,
    runningInstances: row.running,
    version: row.version,
  }
}

export function toFlowDetail(
  ctx: Ctx,
  row: FlowRow,
  versions: readonly VersionHead[],
): Static<typeof FlowDetail> {
  return {
    ...toFlow(row),
    versions: versions.map(toHead),
    actions: { 'create-version': ctx.authz.allowance(ctx.actor, 'modify', 'flow') },
  }
}

export function toHead(row: Omit<VersionHead, 'flow_id'>): Static<typeof FlowVersionEntry> {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    version: row.version,
    source: row.source,
    isProductDefault: row.is_product_default,
    note: row.note,
    createdAt: row.created_at.toISOString(),
    publishedAt: row.published_at?.toISOString() ?? null,
    publishedBy: row.published_by,
  }
}

const EMPTY: FlowPicture = { width: 0, height: 0, nodes: [], edges: [], arcs: [], steps: [] }

export function toPicture(graph: FlowGraph | null, now: Date): FlowPicture {
  return graph ? drawFlow({ graph, draft: null, now, arcs: [], people: new Map() }) : EMPTY
}

export function toFlowVersion(
  ctx: Ctx,
  row: FlowVersionRow,
  problems: readonly Problem[],
): Static<typeof FlowVersion> {
  const { actor, authz } = ctx
  const draftOnly = row.state === 'draft' ? null : 'flow.not_draft'
  const unfit = problems.length > 0 ? 'flow.not_publishable' : null
  return {
    ...toHead(row),
    flowId: row.flow_id,
    flowKey: row.flow_key,
    bpmn: row.bpmn,
    picture: toPicture(row.graph, ctx.clock.now()),
    problems: problems.slice(0, 200).map((each) => ({ ...each })),
    actions: {
      update: authz.allowance(actor, 'modify', 'flow', draftOnly),
      publish: authz.allowance(actor, 'approve', 'flow', draftOnly ?? unfit),
    },
  }
}
