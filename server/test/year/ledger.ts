/**
 * The hand of the clouds: many resources at once become what they are, as approvals and the reconciler leave their rows. The
 * database keeps their phases by its own trigger, and everything from there on is the platform's: metering, bills, statements,
 * settlement, saving. What every row is made of, the story remembers as a life.
 */
import { judgeGapsFrom } from '../../src/modules/metering/index.ts'
import type { TestServer } from '../kit/open-server.ts'
import { instantOf } from './civil.ts'
import { type Condition, type Kind, type Life, lastOf } from './life.ts'
import type { PlanTag, Province } from './province.ts'

/** What becomes of a life at an instant; what is not named stays as it was. */
export interface Change {
  readonly life: Life
  readonly at: number
  readonly condition?: Condition
  readonly pool?: number
  readonly amounts?: readonly number[]
  readonly isSaving?: boolean
}

const BATCH = 2000
const GIB = 1024

export interface Ledger {
  /** Delivered at the beginning of their only stretch. */
  deliver(lives: readonly Life[]): Promise<void>
  /** @param known number of the first month on whose bill it can show. */
  change(changes: readonly Change[], known: number): Promise<void>
  /** Nobody looked at them for so long: what they were in between is not known. */
  leaveUnseen(lives: readonly Life[], from: number, to: number, known: number): Promise<void>
}

export function createLedger(server: TestServer, province: Province): Ledger {
  const { owner } = server.database
  const set = async (changes: readonly Change[]) => {
    for (let from = 0; from < changes.length; from += BATCH) {
      const rows = changes.slice(from, from + BATCH).map((change) => toChanged(province, change))
      await owner.query(CHANGE, [JSON.stringify(rows)])
    }
  }
  return {
    async deliver(lives) {
      for (let from = 0; from < lives.length; from += BATCH) {
        const rows = lives.slice(from, from + BATCH).map((life) => toRow(province, life))
        await owner.query(DELIVER, [JSON.stringify(rows)])
      }
    },
    async change(changes, known) {
      await set(changes)
      for (const change of changes) remember(change, known)
    },
    async leaveUnseen(lives, from, to, known) {
      const at = (second: number) => lives.map((life): Change => ({ life, at: second }))
      // Last seen at the one instant, seen again at the other: the trigger tells the gap by the rule.
      await set(at(from))
      await judgeGapsFrom(owner, '-infinity')
      await set(at(to))
      await judgeGapsFrom(owner, 'infinity')
      for (const life of lives) {
        const { condition } = lastOf(life)
        remember({ life, at: from, condition: 'unseen' }, known)
        remember({ life, at: to, condition }, known)
      }
    },
  }
}

/** A phase never begins before the one that became known before it. */
export function remember({ life, at, isSaving = false, ...change }: Change, known: number): void {
  const before = lastOf(life)
  life.stretches.push({
    at: Math.max(at, before.at),
    known,
    condition: change.condition ?? before.condition,
    pool: change.pool ?? before.pool,
    amounts: change.amounts ?? before.amounts,
    isSaving: isSaving || before.isSaving,
  })
}

// --------------------------------------------------------------------------------------------- rows

/** Of a server, a volume and an address, as their specs say them. */
function specOf(kind: Kind, amounts: readonly number[]): Record<string, unknown> {
  const [first = 0, second = 0, third = 0] = amounts
  if (kind === 'server') return { vcpus: first, memoryMiB: second * GIB, rootDiskGiB: third }
  return kind === 'volume' ? { sizeGiB: first } : {}
}

/** What it takes of its pool and of its body's quota. */
function heldBy(kind: Kind, amounts: readonly number[]): Record<string, number> {
  const [first = 0, second = 0, third = 0] = amounts
  const nothing = { vcpus: 0, memoryMiB: 0, storageGiB: 0, floatingIps: 0, cards: 0 }
  if (kind === 'server') return { ...nothing, vcpus: first, memoryMiB: second * GIB, storageGiB: third }
  return kind === 'volume' ? { ...nothing, storageGiB: first } : { ...nothing, floatingIps: 1 }
}

export function planOf({ plans }: Province, kind: Kind, amounts: readonly number[]): PlanTag {
  const [vcpus, memory] = amounts
  const code =
    kind === 'server' ? `c${vcpus}m${memory}` : kind === 'volume' ? 'general-ssd' : 'public-address'
  const plan = plans.get(code)
  if (plan === undefined) throw new Error(`the catalogue has a plan ${code}`)
  return plan
}

/** What volumes and addresses are bound to; an orphan to nothing. */
const ELSEWHERE = '01990000-0000-7000-a000-000000000001'

function intendedSpec({ kind, sort }: Life, amounts: readonly number[]): Record<string, unknown> {
  const sizes = { kind, ...specOf(kind, amounts) }
  if (kind === 'server')
    return {
      ...sizes,
      image: 'kylin-v10-sp3',
      subnetIds: [],
      securityGroupIds: [],
      keyPairId: null,
      zone: null,
      power: 'on',
      rebootGeneration: 0,
    }
  const serverId = sort === 'orphan' ? null : ELSEWHERE
  if (kind === 'volume') return { ...sizes, tier: null, volumeType: null, serverId }
  return { ...sizes, externalNetwork: 'government-extranet', serverId }
}

function toRow(province: Province, life: Life): Record<string, unknown> {
  const { at, pool, amounts } = lastOf(life)
  const body = province.bodies[life.body]
  const provider = province.providers[life.provider]
  const power = life.kind === 'server' ? { power: 'on' } : {}
  return {
    id: life.id,
    kind: life.kind,
    name: life.externalId,
    body_id: body?.id,
    system_id: body?.systems[life.system],
    provider_body_id: provider?.id,
    cloud_id: provider?.cloudId,
    pool_id: province.pools[pool]?.id,
    request_id: body?.requestId,
    plan: planOf(province, life.kind, amounts),
    spec: intendedSpec(life, amounts),
    observed_spec: { ...specOf(life.kind, amounts), ...power },
    held: heldBy(life.kind, amounts),
    external_id: life.externalId,
    at: instantOf(at),
  }
}

/** All that a body holds was approved by one request of it. */
const DELIVER = `insert into resource (id, kind, name, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, request_id,
    plan, created_by, created_at, presence, spec, settled_generation, intended_at, external_id, observed_state, native_state,
    observed_spec, attributes, observed_at, built_at, provisioned_at, state, agreement, differences, conditions, wanted, reserved,
    allocated, search)
  select id, kind, name, body_id, system_id, provider_body_id, cloud_id, pool_id, 'government-extranet', request_id, plan,
    'year', at, 'present', spec, 1, at, external_id, 'ready', 'ACTIVE', observed_spec, '{}', at, at, at, 'ready', 'level', '[]', '[]',
    held, '{"vcpus":0,"memoryMiB":0,"storageGiB":0,"floatingIps":0,"cards":0}', held, external_id
  from jsonb_to_recordset($1::jsonb) as t (id uuid, kind text, name text, body_id uuid, system_id uuid, provider_body_id uuid,
    cloud_id uuid, pool_id uuid, request_id uuid, plan jsonb, spec jsonb, observed_spec jsonb, held jsonb, external_id text, at timestamptz)`

function toChanged(province: Province, change: Change): Record<string, unknown> {
  const { life, at, condition, pool, amounts } = change
  const sizes = amounts === undefined ? {} : specOf(life.kind, amounts)
  const isPower = life.kind === 'server' && (condition === 'stopped' || condition === 'serving')
  return {
    id: life.id,
    at: instantOf(at),
    pool_id: pool === undefined ? null : province.pools[pool]?.id,
    plan: amounts === undefined ? null : planOf(province, life.kind, amounts),
    sizes: { ...sizes, ...(isPower ? { power: condition === 'stopped' ? 'off' : 'on' } : {}) },
    held: amounts === undefined ? null : heldBy(life.kind, amounts),
    is_over: condition === 'over',
    is_unseen: condition === 'unseen',
  }
}

/** What was asked and what was seen become the same in one moment; what is over has gone. */
const CHANGE = `update resource r set pool_id = coalesce(t.pool_id, r.pool_id), plan = coalesce(t.plan, r.plan), spec = r.spec || t.sizes,
    observed_spec = r.observed_spec || t.sizes, observed_at = t.at, wanted = coalesce(t.held, r.wanted),
    allocated = coalesce(t.held, r.allocated), generation = r.generation + 1, settled_generation = r.generation + 1,
    presence = case when is_over then 'absent' else r.presence end,
    intended_at = case when is_over then t.at else r.intended_at end,
    released_at = case when is_over then t.at else r.released_at end,
    state = case when is_over then 'released' when is_unseen then 'unknown'
      when t.sizes ->> 'power' = 'off' then 'stopped' else 'ready' end,
    agreement = case when is_unseen then 'unknown' else 'level' end
  from jsonb_to_recordset($1::jsonb) as t (id uuid, at timestamptz, pool_id uuid, plan jsonb, sizes jsonb, held jsonb,
    is_over boolean, is_unseen boolean)
  where r.id = t.id`
