/** A line of a request as supply needs it: what one unit is, how many, and where it was placed. */
import type { Amounts, Dimension, Fulfilment } from '@yunheng/contract'
import type { PlanTag } from '../resource.ts'

export interface LineToIntend {
  readonly requestId: string
  readonly lineId: string
  readonly systemId: string
  readonly bodyId: string
  readonly plan: PlanTag
  readonly fulfilment: Fulfilment
  readonly quantity: number
  /** Of one unit, by the plan and its parameters. */
  readonly dimensions: Readonly<Partial<Record<Dimension, number>>>
  /** Checked by the plan's schema; the platform understands `FULFILMENT_PARAMETERS`. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Null when it has no term. */
  readonly expiresAt: Date | null
}

/** How the line is delivered on a cloud that lacks these kinds: by a work order, where its offering says so. */
export function fulfilmentThere(fulfilment: Fulfilment, lacks: readonly string[]): Fulfilment {
  if (fulfilment.by !== 'connector' || fulfilment.workingDays === undefined) return fulfilment
  const isThere = fulfilment.kinds.every((kind) => !lacks.includes(kind))
  return isThere ? fulfilment : { by: 'work-order', workingDays: fulfilment.workingDays }
}

/** What one unit of the line takes of capacity and quota: what a claim for the line must ask for, times its quantity. */
export function amountsOfUnit(line: Pick<LineToIntend, 'fulfilment' | 'dimensions'>): Amounts {
  const of = (dimension: Dimension) => line.dimensions[dimension] ?? 0
  return {
    vcpus: of('vcpu'),
    memoryMiB: of('memory-gib') * 1024,
    storageGiB: of('root-disk-gib') + of('storage-gib'),
    floatingIps: of('public-ip'),
    cards: of('accelerator-card'),
  }
}
