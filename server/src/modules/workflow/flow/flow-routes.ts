import { flowOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { AppError } from '../../../platform/errors.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { previewVersion } from '../instance/preview-flow.ts'
import { topicsOf, type WorkflowParts } from '../ports.ts'
import { createFlow, createVersion, publishVersion, updateVersion } from './change-flow.ts'
import { exportVersion } from './export-version.ts'
import { type FlowRow, findFlow, findVersion, listFlows, listVersionHeads } from './flow-store.ts'
import { toFlow, toFlowDetail, toFlowVersion, toPicture } from './flow-view.ts'
import { readDefinition } from './read-definition.ts'

export function createFlowRoutes(parts: WorkflowParts): readonly Route[] {
  const detail = async (ctx: Ctx, row: FlowRow) =>
    toFlowDetail(ctx, row, await listVersionHeads(ctx.db, row.id))
  return [
    route(operations.flowList, async (ctx, { query }) =>
      listFlows(ctx.authz.require(ctx, 'list', 'flow'), query, query, toFlow),
    ),
    route(operations.flowGet, async (ctx, { params }) =>
      detail(ctx, ctx.authz.authorised(ctx, 'view', 'flow', await findFlow(ctx.db, params.id))),
    ),
    route(operations.flowCreate, async (ctx, { body }) => detail(ctx, await createFlow(ctx, parts, body))),
    route(operations.flowVersionGet, async (ctx, { params }) => {
      const row = ctx.authz.authorised(ctx, 'view', 'flow', await findVersion(ctx.db, params.id))
      return toFlowVersion(ctx, row, (await readDefinition(row.bpmn, topicsOf(parts))).problems)
    }),
    route(operations.flowVersionExport, async (ctx, { params }) => {
      const row = ctx.authz.authorised(ctx, 'view', 'flow', await findVersion(ctx.db, params.id))
      return exportVersion(row)
    }),
    route(operations.flowVersionCreate, async (ctx, { params, body }) => {
      const { problems, row } = await createVersion(ctx, parts, params.id, body)
      return toFlowVersion(ctx, row, problems)
    }),
    route(operations.flowVersionUpdate, async (ctx, { params, body }) => {
      const { problems, row } = await updateVersion(ctx, parts, params.id, body)
      return toFlowVersion(ctx, row, problems)
    }),
    route(operations.flowVersionCheck, async (ctx, { body }) => {
      ctx.authz.require(ctx, 'view', 'flow')
      const { graph, problems } = await readDefinition(body.bpmn, topicsOf(parts))
      const picture = graph && toPicture(graph, ctx.clock.now())
      return { problems: problems.map((each) => ({ ...each })), picture }
    }),
    route(operations.flowVersionPreview, async (ctx, { params, body }) => {
      const row = ctx.authz.authorised(ctx, 'view', 'flow', await findVersion(ctx.db, params.id))
      await refuseUnsound(parts, row.bpmn)
      return previewVersion(ctx.asSystem('workflow').db, ctx, parts, row, body, null)
    }),
    route(operations.flowVersionPublish, async (ctx, { params, body }) => {
      const { problems, row } = await publishVersion(ctx, parts, params.id, body.version)
      return toFlowVersion(ctx, row, problems)
    }),
  ]
}

async function refuseUnsound(parts: WorkflowParts, bpmn: string): Promise<void> {
  const { problems } = await readDefinition(bpmn, topicsOf(parts))
  const [first] = problems
  if (first)
    throw new AppError('flow.not_publishable', { details: { count: problems.length, first: first.zh } })
}
