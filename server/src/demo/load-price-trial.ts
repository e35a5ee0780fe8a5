import { priceOperations, priceTrialOperations } from '@yunheng/contract'
import { dayInChina } from '../platform/worktime/index.ts'
import type { Stage } from './stage.ts'

const MONTHS_BACK = 4

/** The centre sees what next year's draft would have cost in the months that were billed. */
export async function loadPriceTrial(stage: Stage, today: Date): Promise<void> {
  const { items } = await stage.act('centre', priceOperations.list, { query: { state: 'draft' } })
  const [draft] = items
  if (draft === undefined) return
  const [year, month] = dayInChina(today).split('-').map(Number) as [number, number]
  const monthBack = (back: number) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7)
  await stage.act('centre', priceTrialOperations.create, {
    body: { priceVersionId: draft.id, from: monthBack(MONTHS_BACK), to: monthBack(1), keepsPins: true },
  })
}
