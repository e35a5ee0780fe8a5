/** Rules of contracts. Pure: the civil day in China is given. */
import type { ReasonCode, ServiceContractKind, ServiceContractState } from '@yunheng/contract'
import { formatDay, parseDay } from '../../platform/worktime/index.ts'

export interface Facts {
  readonly kind: ServiceContractKind
  readonly starts_on: string
  readonly ends_on: string
  readonly terminated_on: string | null
  readonly region_level: 'province' | 'city' | 'county' | 'street' | 'community'
}

export function stateOf(contract: Facts, today: string): ServiceContractState {
  if (contract.terminated_on !== null) return 'terminated'
  if (today < contract.starts_on) return 'pending'
  return today <= contract.ends_on ? 'running' : 'ended'
}

const number = (day: string) => parseDay(day) as number

export function daysLeft(contract: Facts, today: string): number | null {
  const isOver = contract.terminated_on !== null || today > contract.ends_on
  return isOver ? null : number(contract.ends_on) - number(today)
}

/** R25 speaks of counties (县、市、区); streets and communities lie in one. */
const COUNTY_AND_BELOW: ReadonlySet<Facts['region_level']> = new Set(['county', 'street', 'community'])

export const mustMigrate = (contract: Pick<Facts, 'kind' | 'region_level'>): boolean =>
  contract.kind === 'own-cloud-lease' && COUNTY_AND_BELOW.has(contract.region_level)

/** From which day on the task is raised. */
export const migrateTaskDay = (endsOn: string, noticeDays: number): string =>
  formatDay(number(endsOn) - noticeDays)

/** Once, as long as it has not been ended before its time. One that was entered late, or has ended already, is raised at once. */
export function isToBeRaised(
  contract: Facts & { readonly migrate_raised_at: Date | null },
  noticeDays: number,
  today: string,
): boolean {
  if (!mustMigrate(contract) || contract.migrate_raised_at !== null || contract.terminated_on !== null)
    return false
  return today >= migrateTaskDay(contract.ends_on, noticeDays)
}

export function refuseShape(input: {
  readonly kind: ServiceContractKind
  readonly startsOn: string
  readonly endsOn: string
  readonly providerBodyId: string | null
  readonly providerName: string | null
}): ReasonCode | null {
  if (input.endsOn < input.startsOn) return 'service-contract.period'
  const isOne = (input.providerBodyId === null) !== (input.providerName === null)
  const fits = isOne && (input.kind === 'own-cloud-lease' || input.providerBodyId !== null)
  return fits ? null : 'service-contract.provider'
}

export function refuseChange(contract: Facts, today: string): ReasonCode | null {
  const state = stateOf(contract, today)
  return state === 'ended' || state === 'terminated' ? 'service-contract.over' : null
}

/** `refused`: the rule in force. A later end by way of a correction is a renewal as well. */
export function refuseExtension(contract: Facts, endsOn: string, refused: boolean): ReasonCode | null {
  return refused && mustMigrate(contract) && endsOn > contract.ends_on ? 'service-contract.no_renewal' : null
}

export function refuseRenewal(contract: Facts, refused: boolean, today: string): ReasonCode | null {
  if (refused && mustMigrate(contract)) return 'service-contract.no_renewal'
  return refuseChange(contract, today)
}

/** Only a ceiling can be gone beyond. */
export const refusePermit = (contract: Facts, hasCeiling: boolean, today: string): ReasonCode | null =>
  refuseChange(contract, today) ?? (hasCeiling ? null : 'contract-terms.no_ceiling')

export function refuseTermination(contract: Facts, on: string, today: string): ReasonCode | null {
  return on >= contract.starts_on && on <= contract.ends_on && on <= today
    ? null
    : 'service-contract.terminate_day'
}
