import { type DifferenceDetail, roles, type StatementDifference } from '@yunheng/contract'
import { actingPerson } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { dimensionOfMeter, instantOf } from '../../metering/index.ts'
import { listLinesAbout } from '../statement/line-store.ts'
import { toLine, toMoney } from '../statement/statement-view.ts'
import { type Asking, type DifferenceVerb, refuseVerb } from './difference.ts'
import {
  type ApartKind,
  type ChargeBeside,
  type DifferenceRow,
  findBehind,
  findDifference,
  listChargesBeside,
} from './difference-store.ts'
import { SUGGESTIONS } from './difference-words.ts'
import { listReminders } from './reminder-store.ts'

export function askingOf(ctx: Ctx): Asking {
  const { actor } = ctx
  const person = actingPerson(actor)
  const side = person?.post ? roles[person.post.role].side : null
  return {
    personId: person?.personId ?? null,
    // A difference that the centre owns is decided there, without an answer.
    side,
    today: dayInChina(ctx.clock.now()),
  }
}

const ACTION = { answer: 'modify', decide: 'operate', confirm: 'approve', 'send-back': 'approve' } as const

export function toDifference(ctx: Ctx, row: DifferenceRow): StatementDifference {
  const asking = askingOf(ctx)
  const allowed = (verb: DifferenceVerb) =>
    ctx.authz.allowance(ctx.actor, ACTION[verb], 'difference', refuseVerb(verb, row, asking))
  return {
    id: row.id,
    statementId: row.statement_id,
    provider: { id: row.provider_body_id, name: row.provider_name },
    month: row.month,
    serviceMonth: row.service_month,
    kind: row.kind,
    state: row.state,
    resourceRef: row.resource_ref,
    resource: row.resource_id === null ? null : { id: row.resource_id, name: row.resource_name ?? '' },
    body: row.body_id === null ? null : { id: row.body_id, name: row.body_name ?? '' },
    item: row.item,
    dimension: row.meter === 0 ? null : dimensionOfMeter(row.meter),
    lines: row.line_count,
    firstLine: row.first_line,
    billed: toMoney(row.billed_amount),
    platform: toMoney(row.platform_amount),
    delta: toMoney(row.delta),
    settledElsewhere: row.settled_elsewhere === null ? null : toMoney(row.settled_elsewhere),
    billedHours: row.billed_hours,
    platformHours: row.platform_hours,
    owner: row.owner,
    ownerBody: row.owner_body_id === null ? null : { id: row.owner_body_id, name: row.body_name ?? '' },
    dueOn: row.due_on,
    isOverdue: row.state === 'open' && row.due_on !== null && row.due_on < asking.today,
    suggestion: SUGGESTIONS[row.kind],
    answer: row.answer,
    evidence: row.evidence,
    answeredBy: row.answered_by,
    answeredAt: row.answered_at?.toISOString() ?? null,
    adjusted: row.adjusted === null ? null : toMoney(row.adjusted),
    decision: row.decision,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    settledBy: row.settled_by,
    settledAt: row.settled_at?.toISOString() ?? null,
    version: row.version,
    actions: {
      answer: allowed('answer'),
      decide: allowed('decide'),
      confirm: allowed('confirm'),
      'send-back': allowed('send-back'),
    },
  }
}

const BESIDE_MAX = 200

/** With the lines that bill it, the charges of the platform, and how the resource came to be: the evidence of both sides. */
export async function seeDifference(ctx: Ctx, id: string): Promise<DifferenceDetail> {
  return ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'view', 'difference', await findDifference(tx, id))
    const apart = apartOf(row)
    const keys = namesOf(row)
    // Who may see the difference may see what it rests on, and nothing else: a provider has no sight of bills.
    const beside = await elevated(tx, async () => {
      const {
        resource_id: resourceId,
        provider_body_id: providerId,
        service_month: serviceMonth,
        month,
        meter,
      } = row
      const about = { statementId: row.statement_id, keys, meter, serviceMonth, apart }
      return {
        lines: await listLinesAbout(tx, about, BESIDE_MAX),
        behind: resourceId === null ? undefined : await findBehind(tx, resourceId),
        reminders: await listReminders(tx, row),
        charges:
          resourceId === null || apart !== null
            ? []
            : await listChargesBeside(tx, { resourceId, providerId, month, serviceMonth, meter }, BESIDE_MAX),
      }
    })
    const { behind } = beside
    return {
      ...toDifference(ctx, row),
      billedLines: beside.lines.map(toLine),
      charges: beside.charges.map(toCharge),
      request:
        behind?.request_id && behind.request_no ? { id: behind.request_id, no: behind.request_no } : null,
      isAdopted: behind?.is_adopted ?? false,
      endedAt: behind?.ended_at?.toISOString() ?? null,
      reminders: beside.reminders.map(({ step, at }) => ({ step, at: at.toISOString() })),
    }
  })
}

/** As its lines name it; what is for no resource has lines that name none. */
const namesOf = ({ subject, resource_ref, resource_id, external_id }: DifferenceRow): readonly string[] =>
  subject === 'none'
    ? ['']
    : [resource_ref, resource_id, external_id].flatMap((name) => name?.toLowerCase() ?? [])

function apartOf({ aspect }: DifferenceRow): ApartKind | null {
  switch (aspect) {
    case 'cell':
    case 'duplicate':
    case 'correction':
    case 'rounding':
      return null
    default:
      return aspect
  }
}

const toCharge = (row: ChargeBeside): DifferenceDetail['charges'][number] => ({
  billId: row.bill_id,
  no: row.no,
  dimension: dimensionOfMeter(row.meter),
  from: instantOf(row.from_hour).toISOString(),
  to: instantOf(row.to_hour).toISOString(),
  hours: row.hours,
  priceVersionName: row.price_name,
  amount: row.amount === null ? null : toMoney(row.amount),
})
