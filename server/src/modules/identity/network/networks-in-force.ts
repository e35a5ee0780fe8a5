/**
 * Whether a role may act from an address. Asked with every call, so the few lists are kept in memory: a change holds here at
 * once and in every other process within {@link MEMORY_MS}.
 */
import { type ReasonCode, type Role, roles } from '@yunheng/contract'
import { type Database, SCOPE_ALL } from '../../../platform/db/index.ts'
import { type AddressList, createAddressList, plainAddress } from '../../../platform/net/address-list.ts'
import { listRoleNetworks } from './role-network-store.ts'

const MEMORY_MS = 3_000

export interface AddressRefusal {
  readonly reason: ReasonCode
  readonly details: Readonly<Record<string, string>>
  readonly detailsEn: Readonly<Record<string, string>>
}

export interface NetworksInForce {
  /** Null: it may. The system's own work has no address and comes from within. */
  refuse(role: Role, address: string | null): Promise<AddressRefusal | null>
  forget(): void
}

export function createNetworksInForce(database: Database): NetworksInForce {
  const db = database.as(SCOPE_ALL)
  let known: { readonly lists: Promise<ReadonlyMap<string, AddressList>>; readonly untilMs: number } | null =
    null
  const load = async () => {
    const rows = await listRoleNetworks(db)
    const limited = rows.filter((row) => row.ranges.length > 0)
    return new Map(limited.map((row) => [row.role, createAddressList(row.ranges)]))
  }
  const lists = () => {
    if (known === null || performance.now() >= known.untilMs) {
      known = { lists: load(), untilMs: performance.now() + MEMORY_MS }
      // A failed read is not remembered: the next call asks again.
      known.lists.catch(() => {
        known = null
      })
    }
    return known.lists
  }
  return {
    async refuse(role, address) {
      if (address === null) return null
      const list = (await lists()).get(role)
      return list === undefined || list.has(address) ? null : refusalOf(role, address)
    },
    forget() {
      known = null
    },
  }
}

function refusalOf(role: Role, address: string): AddressRefusal {
  const { title } = roles[role]
  const shown = plainAddress(address)
  return {
    reason: 'role-network.outside',
    details: { address: shown, role: title.zh },
    detailsEn: { address: shown, role: title.en },
  }
}
