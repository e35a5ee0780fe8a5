/** Is this cloud usable, and if not, what is wrong? Each check stands alone; none throws. */
import { performance } from 'node:perf_hooks'
import { ConnectorFault, type ProbeFinding } from '../../modules/cloud/connector.ts'
import { isObject, jsonOf, listAt, numberOrNull, objectAt } from './answer.ts'
import { type Call, type Connection, openCall, type Path } from './call.ts'
import { faultOfAnswer, refuse } from './fault.ts'
import { quoted, WORDS, type Words, wordsOfFault } from './probe-words.ts'
import type { Service, Token } from './session.ts'

/** Usage is counted by the hour; a minute of difference is already visible in it. */
const CLOCK_TOLERANCE_MS = 60_000

type Check = ProbeFinding['check']
type Outcome = { readonly ok: boolean; readonly words: Words }

const good = (words: Words): Outcome => ({ ok: true, words })
const bad = (words: Words): Outcome => ({ ok: false, words })

async function finding(check: Check, look: () => Promise<Outcome>): Promise<ProbeFinding> {
  const startMs = performance.now()
  const { ok, words } = await look().catch((error: unknown) => bad(wordsOfFault(error)))
  return { check, ok, zh: words.zh, en: words.en, latencyMs: Math.round(performance.now() - startMs) }
}

export async function probe(
  connection: Connection,
  signal: AbortSignal,
  now: () => Date,
): Promise<readonly ProbeFinding[]> {
  const reach = await finding('reach', () => checkReach(connection, signal))
  if (!reach.ok) return [reach]
  const authenticate = await finding('authenticate', () => checkPassword(connection, signal))
  if (!authenticate.ok) return [reach, authenticate]
  const call = openCall(connection, null, signal)
  const token = await call.token()
  const rest = await Promise.all([
    finding('authorise', () => checkRole(call)),
    finding('compute', () => checkService(connection, call, token, 'compute', ['servers'])),
    finding('network', () => checkService(connection, call, token, 'network', ['networks'])),
    finding('volume', () => checkService(connection, call, token, 'volume', ['volumes'])),
    finding('image', () => checkService(connection, call, token, 'image', ['images'])),
    finding('clock', async () => checkClock(token, now())),
    finding('quota', () => checkQuota(call, token)),
  ])
  return [reach, authenticate, ...rest]
}

async function checkReach({ http, settings }: Connection, signal: AbortSignal): Promise<Outcome> {
  const answer = await http.send({ method: 'GET', url: new URL(settings.authUrl), headers: {}, signal })
  const what = `GET ${settings.authUrl}`
  if (answer.status >= 500) throw faultOfAnswer(what, answer)
  try {
    const version = objectAt(jsonOf(what, answer), 'version')
    if (answer.status === 200 && String(version.id).startsWith('v3')) return good(WORDS.reached)
  } catch (error) {
    return bad(quoted(WORDS.notKeystone, error))
  }
  return bad(WORDS.notKeystone)
}

async function checkPassword(connection: Connection, signal: AbortSignal): Promise<Outcome> {
  try {
    await connection.session.token(null, signal)
    return good(WORDS.authenticated)
  } catch (error) {
    if (!(error instanceof ConnectorFault) || error.fault !== 'unauthenticated') throw error
    // Keystone does not say which of both it was; without the project it can only be the password.
    return (await isPasswordRight(connection, signal))
      ? bad(WORDS.noRoleInProject(connection.settings.project))
      : bad(WORDS.wrongPassword)
  }
}

async function isPasswordRight({ http, settings }: Connection, signal: AbortSignal): Promise<boolean> {
  const user = {
    name: settings.username,
    domain: { name: settings.userDomain },
    password: settings.password,
  }
  const answer = await http.send({
    method: 'POST',
    url: new URL(`${settings.authUrl}/auth/tokens`),
    headers: {},
    body: { auth: { identity: { methods: ['password'], password: { user } }, scope: 'unscoped' } },
    signal,
  })
  return answer.status === 201
}

async function checkRole(call: Call): Promise<Outcome> {
  try {
    await call.get('identity', ['projects'], { limit: 1 })
    const roles = listAt(await call.get('identity', ['roles']), 'roles').map((role) => role.name)
    const role = call.settings.projectRole
    return roles.includes(role) ? good(WORDS.authorised) : bad(WORDS.noProjectRole(role))
  } catch (error) {
    if (error instanceof ConnectorFault && error.fault === 'forbidden') return bad(WORDS.notAdministrator)
    throw error
  }
}

async function checkService(
  { session }: Connection,
  call: Call,
  token: Token,
  service: Service,
  path: Path,
): Promise<Outcome> {
  try {
    session.endpoint(token, service)
  } catch (error) {
    return bad(WORDS.notInCatalogue(service, error instanceof Error ? error.message : String(error)))
  }
  try {
    await call.get(service, path, { limit: 1 })
    return good(WORDS.serviceWorks(service))
  } catch (error) {
    // 406: it does not know the version that we asked for.
    if (error instanceof ConnectorFault && /version/i.test(error.message) && error.fault === 'invalid')
      return bad(quoted(WORDS.tooOld(service), error))
    throw error
  }
}

/** By the token's own instant: a Date header is not sent by all. */
function checkClock(token: Token, now: Date): Outcome {
  const issuedAgoMs = performance.now() - token.issuedAtMs
  const differenceMs = Math.abs(now.getTime() - issuedAgoMs - token.issuedAt.getTime())
  if (Number.isNaN(differenceMs)) throw refuse('nonsense', 'issued_at: not an instant')
  const seconds = Math.round(differenceMs / 1000)
  return differenceMs > CLOCK_TOLERANCE_MS ? bad(WORDS.clockOff(seconds)) : good(WORDS.clock(seconds))
}

async function checkQuota(call: Call, token: Token): Promise<Outcome> {
  const answer = await call.get('compute', ['os-quota-sets', token.projectId, 'defaults'])
  const quotas = objectAt(answer, 'quota_set')
  if (call.settings.liftQuotas) return good(WORDS.quotaLifted)
  const figure = (name: string) => (isObject(quotas) ? (numberOrNull(quotas, name) ?? 0) : 0)
  return good(WORDS.quotaKept(figure('instances'), figure('cores')))
}
