/** The kinds put together into the port. What all verbs have in common is here, once. */
import {
  type CallScope,
  type Capabilities,
  type Change,
  type Connector,
  ConnectorFault,
  type ExternalId,
  type InventoryPage,
  type Observed,
  RESOURCE_KINDS,
  type ResourceKind,
  type Spec,
} from '../../modules/cloud/connector.ts'
import { createLock } from '../../platform/lock.ts'
import type { Egress } from '../../platform/net/egress.ts'
import { backups, hasBackups } from './backup.ts'
import { buckets } from './bucket.ts'
import { type Call, type Connection, openCall } from './call.ts'
import { LISTED_SERVICES, NEEDED, type Service } from './catalogue.ts'
import { openConsole } from './console.ts'
import { refuse, unless } from './fault.ts'
import { floatingIps } from './floating-ip.ts'
import { readHosts } from './hosts.ts'
import { openHttp } from './http.ts'
import { keyPairs } from './key-pair.ts'
import type { Kind } from './kind.ts'
import { hasSeveralHosts } from './known-hosts.ts'
import { loadBalancers } from './load-balancer.ts'
import { isToldMeasures, readMeasures } from './measures.ts'
import { createMemo } from './memo.ts'
import { networks } from './network.ts'
import { readCapacity, readOffer } from './offer.ts'
import { probe } from './probe.ts'
import { isNew, projects } from './project.ts'
import { routers } from './router.ts'
import { securityGroups } from './security-group.ts'
import { servers } from './server.ts'
import { openSession } from './session.ts'
import { MAX_ANSWER_BYTES, type Settings } from './settings.ts'
import { snapshots } from './snapshot.ts'
import { subnets } from './subnet.ts'
import { oldest } from './tag.ts'
import { volumes } from './volume.ts'

type Kinds = { readonly [K in ResourceKind]: Kind<K> }

const KINDS: Kinds = {
  project: projects,
  'key-pair': keyPairs,
  network: networks,
  subnet: subnets,
  router: routers,
  'security-group': securityGroups,
  volume: volumes,
  snapshot: snapshots,
  backup: backups,
  server: servers,
  'floating-ip': floatingIps,
  'load-balancer': loadBalancers,
  bucket: buckets,
}

/** One cast in one place: the table above pairs each kind with its own spec. */
const kindOf = (kind: ResourceKind) => KINDS[kind] as Kind<ResourceKind>

/** OpenStack's ids are UUIDs, with or without hyphens; key pairs have our names. Anything else it cannot have given. */
const isRef = (ref: ExternalId) => /^[A-Za-z0-9_-]{1,400}$/.test(ref)

export function openConnector(settings: Settings, now: () => Date, egress: Egress): Connector {
  const { timeoutMs, connections, ca } = settings
  const http = openHttp({ timeoutMs, connections, ca, egress, maxAnswerBytes: MAX_ANSWER_BYTES })
  const connection: Connection = {
    http,
    settings,
    session: openSession(http, settings),
    memo: createMemo(),
  }
  const locked = createLock()
  const callFor = ({ projectRef, signal }: CallScope) => openCall(connection, projectRef, signal)
  const adminCall = (signal: AbortSignal) => openCall(connection, null, signal)

  return {
    capabilities: (signal) => capabilitiesOf(adminCall(signal)),
    probe: (signal) => probe(connection, signal, now),
    offer: (signal) => readOffer(adminCall(signal)),
    capacity: (signal) => readCapacity(adminCall(signal), now()),
    hosts: (signal) => readHosts(adminCall(signal)),
    measures: ({ servers, signal }) => readMeasures(adminCall(signal), [...servers].filter(isRef), now),
    inventory: ({ kinds, signal }) => inventory(adminCall(signal), kinds),
    find: (kind, resourceId, scope) => find(callFor(scope), kind, resourceId),
    observe: (kind, ref, scope) => observe(callFor(scope), kind, ref),
    ensure: (resourceId, spec, scope) =>
      locked(`${spec.kind} ${resourceId}`, () => ensure(callFor(scope), resourceId, spec, scope.isFirst)),
    claim: (kind, ref, resourceId, scope) =>
      locked(`${kind} ${ref}`, () => claim(callFor(scope), kind, ref, resourceId)),
    change: (kind, ref, change, scope) =>
      locked(`${kind} ${ref}`, () => applyChange(callFor(scope), kind, ref, change)),
    remove: (kind, ref, scope) => locked(`${kind} ${ref}`, () => remove(callFor(scope), kind, ref)),
    openConsole: async (ref, scope) => {
      if (!isRef(ref)) throw refuse('not-found', `no server ${ref}`)
      return openConsole(callFor(scope), ref)
    },
    close: () => http.close(),
  }
}

/** A region without a service has nothing of what needs it; that is no error. */
async function capabilitiesOf(admin: Call): Promise<Capabilities> {
  const has = new Set<Service>()
  for (const service of LISTED_SERVICES) if (await admin.offers(service)) has.add(service)
  const canBackUp = has.has('volume') && (await hasBackups(admin))
  const kinds = RESOURCE_KINDS.filter(
    (kind) => NEEDED[kind].every((service) => has.has(service)) && (kind !== 'backup' || canBackUp),
  )
  const changes = kinds.flatMap((kind) => Object.keys(KINDS[kind].changes) as Change['type'][])
  const isComputing = has.has('compute')
  const canMove = isComputing && (await hasSeveralHosts(admin))
  return {
    kinds,
    // From one host there is nowhere to go; and who is not shown the hosts cannot name one.
    changes: [...new Set(changes)].filter((change) => change !== 'migrate' || canMove),
    inventorySince: false,
    hosts: isComputing,
    console: isComputing,
    measures: isComputing && isToldMeasures(admin),
    claims: kinds.filter((kind) => kindOf(kind).claim !== undefined),
  }
}

/** Reads before and after: whoever else puts a tag on it between the two is seen, and then it is not ours. */
async function claim(
  call: Call,
  kind: ResourceKind,
  ref: ExternalId,
  resourceId: string,
): Promise<Observed | null> {
  const put = kindOf(kind).claim
  if (!put) throw refuse('invalid', `a ${kind} cannot be given a tag`)
  const before = await observe(call, kind, ref)
  if (before === null) return null
  refuseForeign(before, resourceId)
  await put(call, ref, resourceId)
  const after = await observe(call, kind, ref)
  if (after !== null) refuseForeign(after, resourceId)
  return after
}

function refuseForeign({ kind, externalId, resourceId: owner }: Observed, resourceId: string): void {
  if (owner !== null && owner !== resourceId)
    throw refuse('conflict', `${kind} ${externalId} is managed as ${owner}`)
}

async function find(call: Call, kind: ResourceKind, resourceId: string): Promise<Observed | null> {
  return oldest(await kindOf(kind).find(call, resourceId), resourceId)
}

async function observe(call: Call, kind: ResourceKind, ref: ExternalId): Promise<Observed | null> {
  return isRef(ref) ? kindOf(kind).observe(call, ref) : null
}

async function ensure(
  call: Call,
  resourceId: string,
  spec: Spec,
  isFirst: boolean | undefined,
): Promise<Observed> {
  const kind = kindOf(spec.kind)
  // Never asked for, in a project that was not there a while ago: there is nothing to be found.
  const found = isFirst && isNew(call) ? null : await find(call, spec.kind, resourceId)
  const observed = found ?? (await create(call, resourceId, spec))
  return kind.complete ? kind.complete(call, observed, spec) : observed
}

async function create(call: Call, resourceId: string, spec: Spec): Promise<Observed> {
  try {
    return await kindOf(spec.kind).create(call, resourceId, spec)
  } catch (error) {
    // A name that must be unique is taken: by ourselves, when the answer to an earlier call got lost.
    if (!(error instanceof ConnectorFault) || error.fault !== 'conflict') throw error
    const made = await find(call, spec.kind, resourceId)
    if (!made) throw error
    return made
  }
}

async function applyChange(call: Call, kind: ResourceKind, ref: ExternalId, change: Change): Promise<void> {
  if (!isRef(ref)) throw refuse('not-found', `no ${kind} ${ref}`)
  const step = kindOf(kind).changes[change.type] as
    | ((call: Call, ref: ExternalId, change: Change) => Promise<void>)
    | undefined
  if (!step) throw refuse('invalid', `a ${kind} knows no change ${change.type}`)
  await step(call, ref, change)
}

async function remove(call: Call, kind: ResourceKind, ref: ExternalId): Promise<void> {
  if (isRef(ref)) await unless('not-found', kindOf(kind).remove(call, ref), undefined)
}

/** Of what the region has no service for, there is nothing. */
async function* inventory(admin: Call, kinds: readonly ResourceKind[]): AsyncGenerator<InventoryPage> {
  for (const kind of kinds) {
    const offered = await Promise.all(NEEDED[kind].map((service) => admin.offers(service)))
    if (offered.includes(false)) continue
    for await (const items of kindOf(kind).pages(admin)) yield { kind, items }
  }
}
