import {
  differenceOperations as differences,
  statementLedgerOperations as ledgers,
  statementOperations as operations,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import {
  answerDifference,
  confirmDifference,
  decideDifference,
  sendBackDifference,
} from './difference/act-on-difference.ts'
import { type DifferenceRow, listDifferences } from './difference/difference-store.ts'
import { seeDifference, toDifference } from './difference/difference-view.ts'
import { exportDifferences, exportLines, exportStatements } from './export-statements.ts'
import { agreeStatement, compareAnew, confirmKind, decideKind } from './statement/act-on-statement.ts'
import { handInFile, handInLines } from './statement/hand-in.ts'
import { listLines } from './statement/line-store.ts'
import { seeCarried, seeDesk } from './statement/see-desk.ts'
import { seeLedger } from './statement/see-ledger.ts'
import { findStatement, listStatements, type StatementRow } from './statement/statement-store.ts'
import { shownStatement, toLine, toSummary } from './statement/statement-view.ts'

const shown = async (ctx: Ctx, row: Promise<StatementRow>) => shownStatement(ctx, ctx.db, await row)
const shownDifference = async (ctx: Ctx, row: Promise<DifferenceRow>) => toDifference(ctx, await row)

export const statementRoutes: readonly Route[] = [
  route(operations.list, (ctx, { query }) =>
    listStatements(ctx.authz.require(ctx, 'list', 'statement'), query, query, (row) => toSummary(ctx, row)),
  ),
  route(operations.export, (ctx, { query }) => exportStatements(ctx, query)),
  route(operations.get, async (ctx, { params }) =>
    shownStatement(
      ctx,
      ctx.db,
      ctx.authz.authorised(ctx, 'view', 'statement', await findStatement(ctx.db, params.id)),
    ),
  ),
  route(operations.carried, (ctx, { query }) => seeCarried(ctx, query.month)),
  route(operations.desk, (ctx, { query }) => seeDesk(ctx, query.month)),
  route(operations.handIn, (ctx, { body }) => handInFile(ctx, body)),
  route(operations.handInLines, (ctx, { body }) => handInLines(ctx, body)),
  route(operations.lines, async (ctx, { params, query }) => {
    const { id } = ctx.authz.authorised(ctx, 'view', 'statement', await findStatement(ctx.db, params.id))
    return listLines(ctx.db, { statementId: id, resourceRef: query.resourceRef }, query, toLine)
  }),
  route(ledgers.list, (ctx, { params, query }) => seeLedger(ctx, params.id, query)),
  route(operations.exportLines, (ctx, { query }) => exportLines(ctx, query)),
  route(operations.compare, (ctx, { params, body }) => shown(ctx, compareAnew(ctx, params.id, body))),
  route(operations.decideKind, (ctx, { params, body }) => shown(ctx, decideKind(ctx, params.id, body))),
  route(operations.confirmKind, (ctx, { params, body }) => shown(ctx, confirmKind(ctx, params.id, body))),
  route(operations.agree, (ctx, { params, body }) => shown(ctx, agreeStatement(ctx, params.id, body))),
  route(differences.list, (ctx, { query }) =>
    listDifferences(
      ctx.authz.require(ctx, 'list', 'difference'),
      query,
      dayInChina(ctx.clock.now()),
      query,
      (row) => toDifference(ctx, row),
    ),
  ),
  route(differences.export, (ctx, { query }) => exportDifferences(ctx, query)),
  route(differences.get, (ctx, { params }) => seeDifference(ctx, params.id)),
  route(differences.answer, (ctx, { params, body }) =>
    shownDifference(ctx, answerDifference(ctx, params.id, body)),
  ),
  route(differences.decide, (ctx, { params, body }) =>
    shownDifference(ctx, decideDifference(ctx, params.id, body)),
  ),
  route(differences.confirm, (ctx, { params, body }) =>
    shownDifference(ctx, confirmDifference(ctx, params.id, body)),
  ),
  route(differences.sendBack, (ctx, { params, body }) =>
    shownDifference(ctx, sendBackDifference(ctx, params.id, body)),
  ),
]
