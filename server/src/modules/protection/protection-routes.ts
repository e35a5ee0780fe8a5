import { HOST_SERVICES, protectionOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { platformRulesOnDay } from '../rule/index.ts'
import { toCoverage, toSite, toUnprotected } from './coverage/coverage.ts'
import { countCovered, listUnprotected, listUnprotectedSites } from './coverage/coverage-store.ts'
import { renewVpnAccount, revokeVpnAccount } from './vpn/end-vpn-account.ts'
import { exportVpnAccounts } from './vpn/export-vpn-accounts.ts'
import { openVpnAccount } from './vpn/open-vpn-account.ts'
import { type AccountRow, listAccounts } from './vpn/vpn-account-store.ts'
import { daysOf, toVpnAccount } from './vpn/vpn-account-view.ts'

const shown = async (ctx: Ctx, row: AccountRow) => toVpnAccount(ctx, row, await daysOf(ctx, ctx.db))

export const protectionRoutes: readonly Route[] = [
  route(operations.vpnAccounts, async (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'vpn-account')
    const days = await daysOf(ctx, db)
    return listAccounts(db, query, query, days, (row) => toVpnAccount(ctx, row, days))
  }),
  route(operations.exportVpnAccounts, (ctx, { query }) => exportVpnAccounts(ctx, query)),
  route(operations.openVpnAccount, async (ctx, { body }) => shown(ctx, await openVpnAccount(ctx, body))),
  route(operations.renewVpnAccount, async (ctx, { params, body }) =>
    shown(ctx, await renewVpnAccount(ctx, params.id, body)),
  ),
  route(operations.revokeVpnAccount, async (ctx, { params, body }) =>
    shown(ctx, await revokeVpnAccount(ctx, params.id, body)),
  ),
  route(operations.coverage, async (ctx) => {
    const db = ctx.authz.require(ctx, 'list', 'protection')
    const items = []
    for (const service of HOST_SERVICES) items.push(toCoverage(service, await countCovered(db, service)))
    return { items, asOf: ctx.clock.now().toISOString() }
  }),
  route(operations.unprotected, (ctx, { query }) =>
    listUnprotected(
      ctx.authz.require(ctx, 'list', 'protection'),
      query.service ?? 'anti-virus',
      query,
      toUnprotected,
    ),
  ),
  route(operations.unprotectedSites, async (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'protection')
    const { book } = await platformRulesOnDay(db, dayInChina(ctx.clock.now()))
    const fromLevel = book.integer('security.web-protection.from-level').value
    return listUnprotectedSites(db, fromLevel, query, toSite)
  }),
]
