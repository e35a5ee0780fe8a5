/**
 * Who acts in the tenants' projects when an application credential is registered. Keystone binds such a credential to its
 * own project and lets it neither change its scope nor give a trust. So the credential serves whatever concerns the whole
 * cloud, and keeps one more user, which takes the role in each project. Nothing has to be remembered for it: its name
 * comes from the registration, so that it and its key pairs outlive each renewal of the credential, and its password is
 * derived from the credential's secret.
 */
import { createHmac } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { ConnectorFault, type ExternalId } from '../../modules/cloud/connector.ts'
import { type Json, jsonOf, listAt, objectAt, textAt } from './answer.ts'
import { faultOfAnswer, unless } from './fault.ts'
import type { Http, HttpCall } from './http.ts'
import { roleAmong } from './role.ts'
import type { Settings } from './settings.ts'
import { askForToken, authenticate, byPassword, type Token } from './token.ts'

export interface ProjectUser {
  id(): Promise<string>
  token(projectRef: ExternalId): Promise<Token>
}

/** Ours alone, so that rules made for people's passwords (expiry, lockout) do not stop it. */
const OPTIONS = {
  ignore_change_password_upon_first_use: true,
  ignore_password_expiry: true,
  ignore_lockout_failure_attempts: true,
}

const ASK_LIMIT_MS = 30_000
/** A new password revokes the tokens made before it, by whole seconds: those of the same second, too. */
const SAME_SECOND_MS = 1_100

export function projectUserName(cloudId: string): string {
  return `yunheng-${cloudId}`
}

/** The head satisfies the usual rules on what a password must hold. */
export function projectUserPassword(secret: string, cloudId: string): string {
  return `Yh-1.${createHmac('sha256', secret).update(`yunheng project user ${cloudId}`).digest('base64url')}`
}

export function createProjectUser(
  http: Http,
  { authUrl, cloudId, projectRole }: Settings,
  secret: string,
  administrator: { token(): Promise<Token>; drop(token: Token): void },
): ProjectUser {
  const name = projectUserName(cloudId)
  const password = projectUserPassword(secret, cloudId)
  let known: Promise<string> | undefined

  async function ask(method: HttpCall['method'], path: string, body?: Json): Promise<Json> {
    const what = `${method} identity /${path.split('?')[0]}`
    const attempt = (token: Token) =>
      http.send({
        method,
        url: new URL(`${authUrl}/${path}`),
        headers: { 'x-auth-token': token.id },
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(ASK_LIMIT_MS),
      })
    const token = await administrator.token()
    let answer = await attempt(token)
    if (answer.status === 401) {
      administrator.drop(token)
      answer = await attempt(await administrator.token())
    }
    if (answer.status < 200 || answer.status > 299) throw faultOfAnswer(what, answer)
    return jsonOf(what, answer)
  }

  async function find(domainId: string): Promise<string | null> {
    const query = new URLSearchParams({ name, domain_id: domainId })
    const [user] = listAt(await ask('GET', `users?${query}`), 'users')
    return user === undefined ? null : textAt(user, 'id')
  }

  async function make(domainId: string): Promise<string> {
    const user = {
      name,
      domain_id: domainId,
      password,
      enabled: true,
      description: 'Yunheng 云衡',
      options: OPTIONS,
    }
    const made = await unless('conflict', ask('POST', 'users', { user }), null)
    if (made) return textAt(objectAt(made, 'user'), 'id')
    // Another process made it at the same moment.
    const other = await find(domainId)
    if (other === null) throw new ConnectorFault('conflict', `user ${name} exists and is not shown`)
    return other
  }

  async function ensure(): Promise<string> {
    const { domainId } = await administrator.token()
    const id = (await find(domainId)) ?? (await make(domainId))
    const scope = 'unscoped'
    const answer = await askForToken(http, authUrl, { identity: byPassword({ id, password }), scope })
    if (answer.status === 401) {
      // The credential was renewed: with the secret the password changes.
      await ask('PATCH', `users/${id}`, { user: { password, enabled: true } })
      await setTimeout(SAME_SECOND_MS)
    } else if (answer.status > 299) throw faultOfAnswer('authentication', answer)
    return id
  }

  async function grant(id: string, projectRef: ExternalId): Promise<void> {
    const role = roleAmong(listAt(await ask('GET', 'roles'), 'roles'), projectRole)
    await ask('PUT', `projects/${encodeURIComponent(projectRef)}/users/${id}/roles/${role}`)
  }

  return {
    id() {
      known ??= ensure().catch((error: unknown) => {
        known = undefined
        throw error
      })
      return known
    },
    async token(projectRef) {
      const id = await this.id()
      const asked = { identity: byPassword({ id, password }), scope: { project: { id: projectRef } } }
      const token = await unless('unauthenticated', authenticate(http, authUrl, asked), null)
      if (token) return token
      // A project of the days when the cloud was registered by a password: the role is not there yet.
      await grant(id, projectRef)
      return authenticate(http, authUrl, asked)
    },
  }
}
