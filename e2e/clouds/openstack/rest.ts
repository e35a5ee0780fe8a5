/** The administrator's own hand on the real cloud, beside the connector: Keystone's API as it is. */
import { OPENSTACK } from './open.ts'

export interface Rest {
  readonly userId: string
  readonly projectId: string
  call<T = unknown>(method: string, path: string, body?: unknown): Promise<T>
  /** Revokes a token for good. */
  revoke(token: string): Promise<void>
}

export async function openRest(): Promise<Rest> {
  const { username, password, project, domain } = OPENSTACK.credentials
  const user = { name: username, domain: { name: domain }, password }
  const answer = await fetch(`${OPENSTACK.endpoint}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: { methods: ['password'], password: { user } },
        scope: { project: { name: project, domain: { name: domain } } },
      },
    }),
  })
  const own = answer.headers.get('x-subject-token') ?? ''
  const { token } = (await answer.json()) as {
    token: { user: { id: string }; project: { id: string } }
  }
  return {
    userId: token.user.id,
    projectId: token.project.id,
    async call<T>(method: string, path: string, body?: unknown) {
      const said = await fetch(`${OPENSTACK.endpoint}/${path}`, {
        method,
        headers: { 'x-auth-token': own, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await said.text()
      if (!said.ok) throw new Error(`${method} ${path}: ${said.status} ${text.slice(0, 300)}`)
      return (text === '' ? {} : JSON.parse(text)) as T
    },
    async revoke(subject) {
      await fetch(`${OPENSTACK.endpoint}/auth/tokens`, {
        method: 'DELETE',
        headers: { 'x-auth-token': own, 'x-subject-token': subject },
      })
    },
  }
}
