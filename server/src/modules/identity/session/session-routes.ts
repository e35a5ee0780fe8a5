import { identityOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { findVisibleAccount } from '../account/find-visible-account.ts'
import { signInByCertificate } from '../certificate/sign-in-by-certificate.ts'
import { endSession } from './end-session.ts'
import { ownSession, personOf } from './own-session.ts'
import { LIFETIME_MS } from './session.ts'
import { findSession, listSessions, type SessionRow } from './session-store.ts'
import { toCurrentSession, toSessionItem } from './session-view.ts'
import { type SignInParts, signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { switchPost } from './switch-post.ts'

const operations = identityOperations.session

/** `forget`: what the authenticator remembers is no longer so. */
export function sessionRoutes(parts: SignInParts, forget: () => void): readonly Route[] {
  return [
    route(operations.signIn, async (ctx, { body }, http) => {
      const { token, sessionId } = await signIn(ctx, parts, body, http.userAgent)
      http.setSessionCookie(token, LIFETIME_MS / 1000)
      const system: Ctx = ctx.asSystem('identity')
      return toCurrentSession(system, (await findSession(system.db, sessionId)) as SessionRow)
    }),
    route(operations.means, async () => ({ certificate: parts.trust !== null })),
    route(operations.signInByCertificate, async (ctx, _input, http) => {
      const { token, sessionId } = await signInByCertificate(
        ctx,
        parts,
        http.clientCertificate,
        http.userAgent,
      )
      http.setSessionCookie(token, LIFETIME_MS / 1000)
      const system: Ctx = ctx.asSystem('identity')
      return toCurrentSession(system, (await findSession(system.db, sessionId)) as SessionRow)
    }),
    route(operations.current, async (ctx) => toCurrentSession(ctx, await ownSession(ctx, ctx.db))),
    route(operations.signOut, async (ctx, _input, http) => {
      await signOut(ctx)
      http.clearSessionCookie()
      forget()
      return null
    }),
    route(operations.switchPost, async (ctx, { body }) => {
      await switchPost(ctx, parts.networks, body.postId)
      forget()
      return toCurrentSession(ctx, await ownSession(ctx, ctx.db))
    }),
    route(operations.list, async (ctx, { query: { accountId, ...page } }) => {
      const owner =
        accountId === undefined ? personOf(ctx).accountId : (await findVisibleAccount(ctx, accountId)).id
      return listSessions(ctx.db, owner, ctx.clock.now(), page, (row) => toSessionItem(ctx, row))
    }),
    route(operations.end, async (ctx, { params }) => {
      await endSession(ctx, params.id)
      forget()
      return null
    }),
  ]
}
