/** Registering clouds and changing how they are reached. Secrets go into the platform's keeping and never come back out. */
import type { BodyOf, CloudCreate, CloudUpdate, cloudOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import { findBody } from '../../organisation/index.ts'
import { type Connections, credentialsRef, sealable } from '../connections.ts'
import type { Connector, ProbeFinding } from '../connector.ts'
import { hasNodes } from '../node/node-store.ts'
import { checkSettings, type GivenSettings } from './cloud.ts'
import {
  type CloudRow,
  findCloud,
  insertCloud,
  loadCloudForUpdate,
  removeCloud,
  updateCloud,
} from './cloud-store.ts'
import { findingsOf } from './probe-cloud.ts'

export interface CloudParts {
  readonly connections: Connections
  readonly secrets: Secrets
}

function requireSettings(connections: Connections, kind: string, settings: GivenSettings): void {
  const { missing, unknown, mixed } = checkSettings(connections.kind(kind), settings)
  const list = (names: readonly string[]) => ({ fields: names.join(', ').slice(0, 200) })
  if (missing.length > 0) refuse('cloud.setting_missing', { details: list(missing) })
  if (unknown.length > 0) refuse('cloud.setting_unknown', { details: list(unknown) })
  if (mixed.length > 0) refuse('cloud.setting_mixed', { details: list(mixed) })
}

/**
 * Before the transaction, since names are resolved. Each connection checks again: a name may turn.
 * @throws `cloud.endpoint_not_allowed`.
 */
async function requireEndpoint(connections: Connections, kind: string, endpoint: string): Promise<void> {
  const refusal = await connections.kind(kind).refuseEndpoint?.(endpoint)
  if (!refusal) return
  const { address, what } = refusal
  refuse('cloud.endpoint_not_allowed', {
    details: { address, what: what.zh },
    detailsEn: { address, what: what.en },
    fields: [{ path: '/endpoint', zh: `${address} 是${what.zh}`, en: `${address} is ${what.en}` }],
  })
}

/** Says what would be found, and keeps nothing. */
export async function tryCloud(
  ctx: Ctx,
  { connections }: CloudParts,
  input: BodyOf<(typeof cloudOperations)['try']>,
): Promise<readonly ProbeFinding[]> {
  ctx.authz.require(ctx, 'create', 'cloud')
  requireSettings(connections, input.kind, input)
  await requireEndpoint(connections, input.kind, input.endpoint)
  const { kind, ...settings } = input
  let connector: Connector | undefined
  try {
    const findings = await findingsOf(() => {
      connector = connections.open(kind, { cloudId: ctx.ids.next(), ...settings })
      return connector
    })
    await ctx.inTx((tx) =>
      ctx.audit(tx, {
        noun: 'cloud',
        objectId: null,
        bodyId: null,
        after: { kind, endpoint: input.endpoint },
      }),
    )
    return findings
  } finally {
    await connector?.close()
  }
}

/** Registers a cloud; the reconciler probes it at once. A provider registers its own only. */
export async function registerCloud(ctx: Ctx, parts: CloudParts, input: CloudCreate): Promise<CloudRow> {
  ctx.authz.require(ctx, 'create', 'cloud')
  const { networkType = 'government-extranet' } = input
  // R37: before anything of it is looked at, let alone reached.
  if (networkType === 'government-intranet') return refuse('cloud.intranet_only_counted')
  requireSettings(parts.connections, input.kind, input)
  await requireEndpoint(parts.connections, input.kind, input.endpoint)
  return ctx.inTx(async (tx) => {
    await requireProvider(ctx, tx, input.providerBodyId)
    const id = ctx.ids.next()
    await insertGuarded(tx, {
      id,
      code: input.code,
      name: input.name.trim(),
      provider_body_id: input.providerBodyId,
      kind: input.kind,
      network_type: networkType,
      endpoint: input.endpoint.trim(),
      region: input.region,
      options: JSON.stringify(input.options),
      credential_names: Object.keys(input.credentials),
      lacks: [...(parts.connections.kind(input.kind).lacks ?? [])],
      state: 'new',
      findings: '[]',
      created_at: ctx.clock.now(),
    })
    await parts.secrets.put(tx, credentialsRef(id), sealable(input.credentials))
    const { credentials, ...shown } = input
    const after = { ...shown, credentialNames: Object.keys(credentials) }
    await ctx.audit(tx, { noun: 'cloud', objectId: id, bodyId: input.providerBodyId, after })
    await ctx.emit(tx, { type: 'cloud.registered', noun: 'cloud', id, bodyId: input.providerBodyId })
    await ctx.nudge(tx, 'cloud', id)
    return (await findCloud(tx, id)) as CloudRow
  })
}

async function requireProvider(ctx: Ctx, tx: Tx, bodyId: string): Promise<void> {
  const body = await findBody(tx, bodyId)
  const runsClouds =
    body?.kind === 'provider' || body?.kind === 'platform-provider' || body?.kind === 'department'
  if (!body || body.closed_at !== null || !runsClouds) return refuse('cloud.provider_not_found')
  const { scope } = ctx.actor
  if (!scope.all && scope.providerId !== null && scope.providerId !== bodyId)
    refuse('cloud.provider_not_found')
}

async function insertGuarded(tx: Tx, cloud: Parameters<typeof insertCloud>[1]): Promise<void> {
  try {
    await insertCloud(tx, cloud)
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint !== 'cloud_code_key') throw error
    throw new AppError('cloud.code_taken', { details: { code: cloud.code }, cause: error })
  }
}

export async function changeCloud(
  ctx: Ctx,
  parts: CloudParts,
  id: string,
  input: CloudUpdate,
): Promise<CloudRow> {
  const seen = ctx.authz.authorised(ctx, 'modify', 'cloud', await findCloud(ctx.db, id))
  await requireEndpoint(parts.connections, seen.kind, input.endpoint)
  return ctx.inTx(async (tx) => {
    const cloud = ctx.authz.authorised(ctx, 'modify', 'cloud', await loadCloudForUpdate(tx, id))
    requireSettings(parts.connections, cloud.kind, { ...input, kept: cloud.credential_names })
    const { version, credentials, ...shown } = input
    const change = {
      name: input.name.trim(),
      endpoint: input.endpoint.trim(),
      region: input.region,
      options: JSON.stringify(input.options),
      connection_version: cloud.connection_version + 1,
      ...(credentials === null ? {} : { credential_names: Object.keys(credentials) }),
    }
    if (!(await updateCloud(tx, cloud, version, change))) refuse('common.version_stale')
    if (credentials !== null) await parts.secrets.put(tx, credentialsRef(id), sealable(credentials))
    const before = {
      name: cloud.name,
      endpoint: cloud.endpoint,
      region: cloud.region,
      options: cloud.options,
    }
    const after = { ...shown, credentialsReplaced: credentials !== null }
    await ctx.audit(tx, { noun: 'cloud', objectId: id, bodyId: cloud.provider_body_id, before, after })
    await ctx.emit(tx, { type: 'cloud.changed', noun: 'cloud', id, bodyId: cloud.provider_body_id })
    await ctx.nudge(tx, 'cloud', id)
    return (await findCloud(tx, id)) as CloudRow
  })
}

/** Out of service: nothing new is placed there; what runs goes on. And back: the reconciler looks at it at once. */
export async function setService(
  ctx: Ctx,
  id: string,
  version: number,
  to: 'suspended' | 'resumed',
): Promise<CloudRow> {
  return ctx.inTx(async (tx) => {
    const cloud = ctx.authz.authorised(ctx, 'operate', 'cloud', await loadCloudForUpdate(tx, id))
    const isSuspended = cloud.state === 'suspended'
    if (to === 'suspended' && isSuspended) refuse('cloud.already_suspended')
    if (to === 'resumed' && !isSuspended) refuse('cloud.not_suspended')
    const state = to === 'suspended' ? 'suspended' : 'new'
    if (!(await updateCloud(tx, cloud, version, { state }))) refuse('common.version_stale')
    await ctx.audit(tx, {
      noun: 'cloud',
      objectId: id,
      bodyId: cloud.provider_body_id,
      before: { state: cloud.state },
      after: { state },
    })
    await ctx.emit(tx, { type: `cloud.${to}`, noun: 'cloud', id, bodyId: cloud.provider_body_id })
    await ctx.nudge(tx, 'cloud', id)
    return (await findCloud(tx, id)) as CloudRow
  })
}

export async function forgetCloud(ctx: Ctx, { secrets }: CloudParts, id: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const cloud = ctx.authz.authorised(ctx, 'delete', 'cloud', await loadCloudForUpdate(tx, id))
    if (await hasNodes(tx, id)) refuse('cloud.has_nodes')
    await secrets.remove(tx, credentialsRef(id))
    await removeCloud(tx, cloud.id)
    await ctx.audit(tx, {
      noun: 'cloud',
      objectId: id,
      bodyId: cloud.provider_body_id,
      before: { code: cloud.code },
    })
    await ctx.emit(tx, { type: 'cloud.removed', noun: 'cloud', id, bodyId: cloud.provider_body_id })
  })
}
