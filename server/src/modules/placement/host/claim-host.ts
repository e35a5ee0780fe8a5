import type { HostFilter, HostTrial, HostWanted } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { type HostRoom, listHostRooms } from '../../cloud/index.ts'
import { bestHosts, type Company, firstRefusal, type Weighable } from './choose-host.ts'
import { foreseeHosts } from './foresee-hosts.ts'
import { findCompany, insertClaim, updateSystemOf } from './host-claim-store.ts'
import { createHostGlance } from './host-glance.ts'

export interface HostPlacing {
  /**
   * Decides, takes the room and writes the claim, in the caller's transaction. Competitors can take a host's last room between
   * decision and claim: then the next best is taken, at last after a fresh look.
   * @returns the host. @throws `host.no_fit`.
   */
  claim(
    tx: Tx,
    ctx: Ctx,
    claim: {
      readonly id: string
      readonly resourceId: string | null
      readonly name: string
      readonly wanted: HostWanted
    },
  ): Promise<string>
  /** Where so many would go, without claiming anything. */
  foresee(
    ctx: Ctx,
    lines: readonly { readonly wanted: HostWanted; readonly count: number }[],
  ): Promise<HostTrial>
}

/** Hosts that are tried in one statement. */
const HOSTS_PER_TRY = 8
const TRIES_MAX = 4

export function createHostPlacing(): HostPlacing {
  const glance = createHostGlance()
  return {
    async claim(tx, ctx, claim) {
      const { wanted } = claim
      const sight = sightOf(ctx)
      const by = ctx.actor.kind === 'nobody' ? '' : ctx.actor.name
      for (let tried = 0; tried < TRIES_MAX; tried += 1) {
        const company = await findCompany(tx, wanted)
        const kind = await glance.ofKind(tx, sight, wanted, tried > 0)
        const best = bestHosts(kind, wanted, company, seedOf(claim.id) + tried, HOSTS_PER_TRY)
        // Once more with a fresh look, in case others gave room back since.
        if (best.length === 0 && tried > 0) break
        const among = best.map((host) => host.id)
        const chosen = await insertClaim(tx, among, { ...claim, by, at: ctx.clock.now() })
        if (chosen === null) continue
        if (wanted.systemId) await updateSystemOf(tx, claim.id, wanted.systemId)
        await glance.taken(sight, chosen, wanted)
        return chosen
      }
      return refuse('host.no_fit', { details: { why: await whyNot(tx, wanted) } })
    },
    foresee: (ctx, lines) =>
      ctx.inTx(async (tx) => {
        const asked = []
        for (const line of lines) asked.push({ ...line, company: await findCompany(tx, line.wanted) })
        return foreseeHosts(weighables(await listHostRooms(tx)), asked)
      }),
  }
}

/** Those who see different hosts do not share a look. */
function sightOf({ actor: { scope } }: Ctx): string {
  return scope.all ? 'all' : (scope.providerId ?? 'every provider')
}

const weighables = (rooms: readonly HostRoom[]): readonly Weighable[] =>
  rooms.map((room) => ({ ...room, free: { ...room.free } }))

/** FNV-1a: by the claim's id a draw among equals can be followed later. */
function seedOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

const WORDS: Readonly<Record<HostFilter, string>> = {
  cloud: '不在所选云平台 / in other clouds',
  zone: '不在所选可用区 / in other zones',
  pool: '不在所选资源池 / in other pools',
  class: '资源池类别不符 / in pools of another class',
  'network-zone': '网络区域不符 / in other network zones',
  domestic: '非信创 / not 信创',
  apart: '已有同组成员 / carrying one of the same group already',
  together: '同组成员在别处 / not where the group stands',
  'bond-apart': '与反亲和的信息系统在一处 / with a system that it is bound apart from',
  'bond-together': '不与亲和的信息系统在一处 / not with the system that it is bound together with',
  room: '余量不足 / without enough room',
}

async function whyNot(db: Db, wanted: HostWanted): Promise<string> {
  const hosts = weighables(await listHostRooms(db))
  if (hosts.length === 0) return '没有可用的宿主机 / there is no host in service'
  const company = await findCompany(db as Tx, wanted)
  const refusals = Map.groupBy(hosts, (host) => firstRefusal(host, wanted, company))
  return [...refusals]
    .flatMap(([filter, some]) =>
      filter === null ? [] : [`${some.length} ${WORDS[filter]}${bondOf(filter, company)}`],
    )
    .join('；')
}

/** Which systems those are. */
function bondOf(filter: HostFilter, { bonds }: Company): string {
  if (!filter.startsWith('bond-')) return ''
  const names = bonds.filter((bond) => `bond-${bond.kind}` === filter && bond.strength === 'must')
  return ` (${names.map((bond) => bond.other).join(', ')})`
}
