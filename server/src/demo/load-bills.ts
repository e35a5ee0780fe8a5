import {
  type Bill,
  type BodyOf,
  billRunOperations,
  type OperationSpec,
  billOperations as operations,
} from '@yunheng/contract'
import { billBody } from '../modules/billing/index.ts'
import type { Ctx } from '../platform/context.ts'
import type { Province } from './load-organisation.ts'
import { SAVING_BODY } from './load-savings.ts'
import { sampleBodies } from './province.ts'
import type { Stage } from './stage.ts'

/** Months of each body that are told to their end, from the oldest on; the next is under discussion, the last a draft. */
const CLOSED_MONTHS = 2

/** Bills of the months that were lived through: closed, sent, disputed, and the draft of the latest one. */
export async function loadBills(stage: Stage, system: Ctx, province: Province): Promise<void> {
  let disputed = false
  for (const { key, people } of sampleBodies) {
    const bodyId = province.bodies.get(key)
    const admin = people.find((person) => person.role === 'department-admin')?.username
    if (bodyId === undefined || admin === undefined) continue
    await billBody(system, bodyId)
    const { items } = await stage.act('centre', operations.list, { query: { bodyId, pageSize: 200 } })
    const sent = key === SAVING_BODY ? items : items.slice(1)
    for (const [index, { id }] of sent.toReversed().entries()) {
      await sendBill(stage, id)
      if (index < CLOSED_MONTHS) {
        await act(stage, admin, operations.confirm, id)
        await act(stage, 'centre', operations.close, id)
      } else if (!disputed) disputed = await dispute(stage, admin, id)
    }
  }
  await rateDrafts(stage)
}

/** All drafts at once, as the centre does before it sends them; the worker treats them. */
async function rateDrafts(stage: Stage): Promise<void> {
  const filters = { state: 'draft' } as const
  const { items } = await stage.act('centre', operations.list, { query: filters })
  if (items.length > 0)
    await stage.act('centre', billRunOperations.start, { body: { verb: 'rate', of: { filters } } })
}

const act = async <O extends OperationSpec>(
  stage: Stage,
  username: string,
  operation: O,
  id: string,
  words = {},
) => {
  const { version } = await billOf(stage, id)
  return stage.act(username, operation, { params: { id } as never, body: { version, ...words } as BodyOf<O> })
}

const billOf = (stage: Stage, id: string): Promise<Bill> =>
  stage.act('centre', operations.get, { params: { id } })

/** Counts only where something has no price. */
const WITHOUT_UNPRICED = { withoutUnpriced: '该项服务的合同价尚未议定，本月先结其余费用，议定后另行结算。' }
const TRIES = 40
const PAUSE_MS = 500

/** The worker may be metering at this moment; then a little later. */
async function sendBill(stage: Stage, id: string): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      await act(stage, 'centre', operations.send, id, WITHOUT_UNPRICED)
      return
    } catch (error) {
      if ((error as { reason?: unknown }).reason !== 'bill.metering_runs' || attempt === TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
}

/** The first charge worth a word. */
async function dispute(stage: Stage, admin: string, id: string): Promise<boolean> {
  const { items } = await stage.act(admin, operations.charges, { params: { id }, query: { pageSize: 200 } })
  const charge = items.find((one) => (one.amount?.amountMinor ?? 0) > 10_000)
  if (charge === undefined) return false
  const words = { no: charge.no, reason: '该资源当月因机房检修停用数日，请核对停用期间的计费。' }
  await act(stage, admin, operations.dispute, id, words)
  return true
}
