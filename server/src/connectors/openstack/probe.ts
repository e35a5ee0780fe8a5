/** Is this cloud usable, and if not, what is wrong? Each check stands alone; none throws. */
import { performance } from 'node:perf_hooks'
import { ConnectorFault, type ProbeFinding } from '../../modules/cloud/connector.ts'
import { isObject, jsonOf, listAt, numberOrNull, objectAt } from './answer.ts'
import { containers } from './bucket.ts'
import { type Call, type Connection, openCall, type Path } from './call.ts'
import { findAddress, type ListedService, regionsOf } from './catalogue.ts'
import { faultOfAnswer, refuse } from './fault.ts'
import { checkSignIn } from './probe-sign-in.ts'
import { isTransport, quoted, WORDS, type Words, wordsOfFault } from './probe-words.ts'
import type { Token } from './token.ts'
import { BASE_VERSIONS, isVersioned, speaks } from './versions.ts'

/** Usage is counted by the hour; a minute of difference is already visible in it. */
const CLOCK_TOLERANCE_MS = 60_000

type Check = ProbeFinding['check']
type Outcome = { readonly ok: boolean; readonly words: Words; readonly regions?: readonly string[] }

const good = (words: Words): Outcome => ({ ok: true, words })
const bad = (words: Words): Outcome => ({ ok: false, words })

async function finding(check: Check, look: () => Promise<Outcome>): Promise<ProbeFinding> {
  const startMs = performance.now()
  const { ok, words, ...more } = await look().catch((error: unknown): Outcome => bad(wordsOfFault(error)))
  const latencyMs = Math.round(performance.now() - startMs)
  return { check, ok, zh: words.zh, en: words.en, latencyMs, ...more }
}

export async function probe(
  connection: Connection,
  signal: AbortSignal,
  now: () => Date,
): Promise<readonly ProbeFinding[]> {
  const reach = await finding('reach', () => checkReach(connection, signal))
  if (!reach.ok) return [reach]
  const authenticate = await finding('authenticate', () => checkSignIn(connection, signal, now))
  if (!authenticate.ok) return [reach, authenticate]
  const call = openCall(connection, null, signal)
  const token = await call.token()
  const region = await finding('region', async () => checkRegion(connection, token))
  const hasCompute = region.ok && (await call.offers('compute'))
  const rest = await Promise.all([
    finding('authorise', () => checkRole(call, token)),
    // Without a region the rest would say the same once more for each service.
    ...(region.ok ? SERVICE_CHECKS : []).map(([service, path]) =>
      finding(service, () => checkService(connection, call, token, service, path)),
    ),
    finding('clock', async () => checkClock(token, now())),
    ...(hasCompute ? [finding('quota', () => checkQuota(call, token))] : []),
  ])
  return [reach, authenticate, region, ...rest]
}

const SERVICE_CHECKS: readonly (readonly [ListedService, Path])[] = [
  ['compute', ['servers']],
  ['network', ['networks']],
  ['volume', ['volumes']],
  ['image', ['images']],
  ['load-balancer', ['loadbalancers']],
  // The administrator's own account.
  ['object-store', []],
]

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

function checkRegion({ settings: { region } }: Connection, { catalogue }: Token): Outcome {
  const regions = regionsOf(catalogue)
  const [first] = regions
  if (first === undefined) return bad(WORDS.emptyCatalogue)
  if (region === null)
    return regions.length > 1
      ? { ...bad(WORDS.chooseRegion(regions)), regions }
      : { ...good(WORDS.region(first, [])), regions }
  const others = regions.filter((one) => one !== region)
  return others.length === regions.length
    ? { ...bad(WORDS.noRegion(region, regions)), regions }
    : { ...good(WORDS.region(region, others)), regions }
}

async function checkRole(call: Call, token: Token): Promise<Outcome> {
  try {
    await call.get('identity', ['projects'], { limit: 1 })
    const roles = listAt(await call.get('identity', ['roles']), 'roles').map((role) => role.name)
    const role = call.settings.projectRole
    return roles.includes(role) ? good(WORDS.authorised) : bad(WORDS.noProjectRole(role))
  } catch (error) {
    if (error instanceof ConnectorFault && error.fault === 'forbidden')
      return bad(WORDS.notAdministrator(token.roles))
    throw error
  }
}

/** Without these nothing can be run; the others are offered where they are. */
const ESSENTIAL: ReadonlySet<ListedService> = new Set(['compute', 'network', 'image'])

async function checkService(
  { settings }: Connection,
  call: Call,
  token: Token,
  service: ListedService,
  path: Path,
): Promise<Outcome> {
  const address = findAddress(token.catalogue, service, settings)
  if (typeof address !== 'string') {
    const isAbsent = address.lacks === 'service' || address.lacks === 'region'
    if (isAbsent && !ESSENTIAL.has(service)) return good(WORDS.absent(service))
    return bad(WORDS.lacking(service, address, settings.interface))
  }
  try {
    const outcome = await checkVersion(call, service)
    if (outcome.ok && service === 'object-store') await containers(call, { limit: 1 })
    else if (outcome.ok) await call.get(service, path, { limit: 1 })
    return outcome
  } catch (error) {
    if (isTransport(error)) return bad(WORDS.deadAddress(service, address, wordsOfFault(error)))
    // 406: it does not know the version that we asked for.
    const isVersion = error instanceof ConnectorFault && /version/i.test(error.message)
    if (isVersion && error.fault === 'invalid' && isVersioned(service))
      return bad(quoted(WORDS.tooOld(service, BASE_VERSIONS[service]), error))
    throw error
  }
}

async function checkVersion(call: Call, service: ListedService): Promise<Outcome> {
  if (!isVersioned(service)) return good(WORDS.serviceWorks(service))
  const versions = await call.versions(service)
  const used = BASE_VERSIONS[service]
  if (versions === null) return good(WORDS.serviceWorks(service))
  return speaks(versions, used)
    ? good(WORDS.versioned(service, versions, used))
    : bad(quoted(WORDS.tooOld(service, used), `${versions.min} – ${versions.max}`))
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
