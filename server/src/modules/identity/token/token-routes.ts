import { type ApiToken, identityOperations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { personOf } from '../session/own-session.ts'
import { createToken } from './create-token.ts'
import { endToken } from './end-token.ts'
import { listTokens, type TokenRow } from './token-store.ts'

const operations = identityOperations.token

export function tokenRoutes(forget: () => void): readonly Route[] {
  return [
    route(operations.list, async (ctx, { query }) =>
      listTokens(ctx.db, personOf(ctx).accountId, query, (row) => toApiToken(row, ctx.clock.now())),
    ),
    route(operations.create, async (ctx, { body }) => {
      const { token, row } = await createToken(ctx, body)
      return { token, apiToken: toApiToken(row, ctx.clock.now()) }
    }),
    route(operations.end, async (ctx, { params }) => {
      await endToken(ctx, params.id)
      forget()
      return null
    }),
  ]
}

function toApiToken(row: TokenRow, now: Date): ApiToken {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scope: row.scope,
    accountId: row.account_id,
    actingPostId: row.acting_post_id,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    usedAt: row.used_at?.toISOString() ?? null,
    usedAddress: row.used_address,
    state: row.ended_at !== null ? 'ended' : now >= row.expires_at ? 'expired' : 'active',
  }
}
