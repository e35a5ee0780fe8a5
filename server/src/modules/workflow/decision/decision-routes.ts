import {
  type DecisionTable,
  type DecisionTableVersion,
  decisionOperations as operations,
  type Static,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { listPublishedKeys } from '../flow/flow-store.ts'
import { toHead } from '../flow/flow-view.ts'
import { undecided } from '../instance/start-flow.ts'
import { createTableVersion, publishTableVersion, refuseFaulty, updateTableVersion } from './change-table.ts'
import {
  findTable,
  findTableVersion,
  listTables,
  listTableVersions,
  type TableRow,
  type TableVersionRow,
} from './decision-store.ts'
import { checkTable, decide } from './decision-table.ts'

export const decisionRoutes: readonly Route[] = [
  route(operations.decisionTableList, async (ctx) => ({
    items: (await listTables(ctx.authz.require(ctx, 'list', 'flow'))).map(toTable),
  })),
  route(operations.decisionTableGet, async (ctx, { params }) => {
    const table = ctx.authz.authorised(ctx, 'view', 'flow', await findTable(ctx.db, params.id))
    const keys = await listPublishedKeys(ctx.db)
    const versions = await listTableVersions(ctx.db, table.id)
    const { authz, actor } = ctx
    return {
      ...toTable(table),
      versions: versions.map((row) => toVersion(row, keys)),
      actions: {
        revise: authz.allowance(actor, 'modify', 'flow', null),
        publish: authz.allowance(actor, 'approve', 'flow', null),
      },
    }
  }),
  route(operations.decisionTableCreateVersion, async (ctx, { params, body }) =>
    shown(ctx, await createTableVersion(ctx, params.id, body)),
  ),
  route(operations.decisionTableUpdateVersion, async (ctx, { params, body }) =>
    shown(ctx, await updateTableVersion(ctx, params.id, body)),
  ),
  route(operations.decisionTablePublish, async (ctx, { params, body }) =>
    shown(ctx, await publishTableVersion(ctx, params.id, body.version)),
  ),
  route(operations.decisionTableTry, async (ctx, { params, body }) => {
    const row = ctx.authz.authorised(ctx, 'view', 'flow', await findTableVersion(ctx.db, params.id))
    refuseFaulty(row.content, await listPublishedKeys(ctx.db))
    const decision = decide(row.content, body.variables)
    if (decision.kind !== 'row') throw undecided(row.table_key, decision)
    const { flowKey, id: ruleId, note, source } = decision.rule
    return { ruleId, flowKey, note: { ...note }, source }
  }),
]

function toTable(row: TableRow): Static<typeof DecisionTable> {
  return {
    id: row.id,
    key: row.key,
    name: { zh: row.name_zh, en: row.name_en },
    subjectNoun: row.subject_noun,
    publishedNumber: row.published_number,
    version: row.version,
  }
}

function toVersion(row: TableVersionRow, flowKeys: ReadonlySet<string>): Static<typeof DecisionTableVersion> {
  // What was published had been checked; only drafts are asked again, since each look costs a parse of every cell.
  const problems = row.state === 'draft' ? checkTable(row.content, flowKeys).slice(0, 200) : []
  return {
    ...toHead(row),
    tableId: row.table_id,
    content: row.content,
    problems: problems.map((each) => ({ ...each })),
  }
}

async function shown(ctx: Ctx, row: TableVersionRow) {
  return toVersion(row, await listPublishedKeys(ctx.db))
}
