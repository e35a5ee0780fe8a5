/** A quarter is settled with every provider: what was agreed, by the score of its assessment, less what its outages give back. */
import {
  ASSESSMENT_LINES,
  ASSESSMENT_SHEET,
  assessmentOperations as assessments,
  type Settlement,
  type SlaEvent,
  settlementOperations as sheets,
  slaEventOperations as sla,
} from '@yunheng/contract'
import { well } from '../kit/journey.ts'
import { beginOf, instantOf, quarterEndingWith } from './civil.ts'
import { isAlive, lastOf } from './life.ts'
import { yuan } from './report.ts'
import { type Agreed, goTo, rowsOf, type Story } from './story.ts'

const DAY_S = 86_400
const HOUR_S = 3600
/** Points lost beside those for the outage, by the number of the provider: full fee, 95 %, 90 %, 80 %. */
const LOST = [3, 14, 24, 34] as const
const LOST_FOR_OUTAGE = 4

/** At the end of the month after a quarter's last one, when its bills are closed and its statements agreed. */
export async function settleQuarter(story: Story, number: number, agreed: readonly Agreed[]): Promise<void> {
  const month = story.months[number] as string
  const quarter = quarterEndingWith(month)
  if (quarter === null || number < 2) return
  const months = story.months.slice(number - 2, number + 1)
  goTo(story, month, 26)
  let [payable, credited] = [0n, 0n]
  for (const provider of story.province.providers.keys()) {
    const charged = agreed
      .filter((one) => one.provider === provider && months.includes(one.month))
      .reduce((sum, { amount }) => sum + amount, 0n)
    const settled = await settleWith(story, { provider, quarter, month, charged })
    payable += settled.payable
    credited += settled.credit
  }
  const { book } = story
  if (payable <= 0n || credited <= 0n)
    book.differs(`${quarter}: ${yuan(payable)} is to be paid and ${yuan(credited)} given back for outages`)
  book.note(month, 'settled', payable)
  book.note(month, 'credited', credited)
  book.say(`settled ${quarter}: payable ${yuan(payable)}, SLA credits ${yuan(credited)}`)
}

interface Asked {
  readonly provider: number
  readonly quarter: string
  readonly month: string
  /** 分 of the three months' agreed statements. */
  readonly charged: bigint
}

const roundedShare = (amount: bigint, percent: bigint) => (amount * percent * 2n + 100n) / 200n

/** The sheet of the platform, and what it must come to. */
async function settleWith(
  story: Story,
  asked: Asked,
): Promise<{ readonly payable: bigint; readonly credit: bigint }> {
  const { provider, quarter, charged } = asked
  const outage = await enterOutage(story, asked)
  const lost = LOST[provider] ?? 0
  await assess(story, asked, outage?.event ?? null, lost)
  const credit = outage === null ? 0n : roundedShare(outage.charged, outage.percent)
  // What was lost for the outage is given back, since the outage gave a credit.
  const factor = factorOf(100 - lost - (outage === null ? LOST_FOR_OUTAGE : 0))
  const owed = roundedShare(charged, factor) - credit
  const sheet = await approveSheet(story, asked)
  if (BigInt(sheet.payable.amountMinor) !== owed)
    story.book.differs(
      `${quarter}: provider ${provider + 1} is to be paid ${yuan(owed)}, its sheet says ${yuan(BigInt(sheet.payable.amountMinor))}`,
    )
  return { payable: owed, credit }
}

const factorOf = (score: number): bigint => (score >= 90 ? 100n : score >= 80 ? 95n : score >= 70 ? 90n : 80n)

interface Outage {
  readonly event: SlaEvent
  readonly percent: bigint
  /** 分 that the resources cost in the month. */
  readonly charged: bigint
}

/** Some servers were down for hours, which counts; and for maintenance that was announced, which does not. */
async function enterOutage(story: Story, { provider, month }: Asked): Promise<Outage | null> {
  const { call, world } = story.server
  const by = story.province.providers[provider]
  const begin = beginOf(month)
  const resourceIds = story.lives
    .filter(
      (life) =>
        life.provider === provider &&
        life.kind === 'server' &&
        life.sort === null &&
        isAlive(life) &&
        lastOf(life).at < begin &&
        lastOf(life).condition === 'serving',
    )
    .slice(0, 3)
    .map(({ id }) => id)
  if (by === undefined || resourceIds.length === 0) return null
  const isLong = provider % 2 === 1
  const from = begin + 11 * DAY_S + 9 * HOUR_S
  const base = { providerBodyId: by.id, poolId: null, resourceIds, evidence: '故障报告及监控曲线' }
  const enter = async (body: Parameters<typeof call<typeof sla.create>>[2]) => {
    const entered = await well(call(by.admin, sla.create, body))
    const decided = { version: entered.version, comment: '与监控记录一致，属实。' }
    return well(call(world.people.centre, sla.confirm, { params: { id: entered.id }, body: decided }))
  }
  const event = await enter({
    body: {
      ...base,
      startsAt: instantOf(from),
      endsAt: instantOf(from + (isLong ? 10 : 6) * HOUR_S),
      cause: 'provider',
      announcedAt: null,
      description: '存储控制器故障',
    },
  })
  await enter({
    body: {
      ...base,
      startsAt: instantOf(from + 5 * DAY_S),
      endsAt: instantOf(from + 5 * DAY_S + 20 * HOUR_S),
      cause: 'maintenance',
      announcedAt: instantOf(from + 2 * DAY_S),
      description: '按计划升级虚拟化平台',
    },
  })
  const [cost] = await rowsOf<{ amount: string }>(
    story,
    `select coalesce(sum(c.amount), 0)::text as amount from bill b join charge c on c.bill_id = b.id
       join usage_subject s on s.id = c.subject_id
     where b.month = $1::date and s.resource_id = any ($2::uuid[]) and s.provider_body_id = $3`,
    [`${month}-01`, resourceIds, by.id],
  )
  // Ten hours are more than a hundredth of any month, six are not.
  return { event, percent: isLong ? 30n : 10n, charged: BigInt(cost?.amount ?? 0) }
}

async function assess(
  { server, province }: Story,
  { provider, quarter }: Asked,
  outage: SlaEvent | null,
  lost: number,
): Promise<void> {
  const { centre, bureau } = server.world.people
  let rest = lost
  const lines = ASSESSMENT_LINES.map((code) => {
    const { maximum } = ASSESSMENT_SHEET[code]
    const forOutage = code === 'availability' ? LOST_FOR_OUTAGE : 0
    const here = Math.min(rest, maximum - forOutage)
    rest -= here
    const isTied = outage !== null && code === 'availability'
    return {
      code,
      points: String(maximum - forOutage - here),
      note: here + forOutage > 0 ? '见季度考核记录' : '',
      tied: isTied ? [{ eventId: outage.id, points: String(LOST_FOR_OUTAGE) }] : [],
    }
  })
  const body = {
    providerBodyId: province.providers[provider]?.id ?? '',
    quarter,
    lines,
    evidence: '季度考核记录',
  }
  const { id, version } = await well(server.call(centre, assessments.create, { body }))
  const decided = { version, comment: '同意。' }
  await well(server.call(bureau, assessments.confirm, { params: { id }, body: decided }))
}

async function approveSheet({ server, province }: Story, { provider, quarter }: Asked): Promise<Settlement> {
  const { call, world } = server
  const { centre, bureau } = world.people
  const by = province.providers[provider]
  if (by === undefined) throw new Error('there is such a provider')
  const made = await well(call(centre, sheets.create, { body: { contractId: by.contractId, quarter } }))
  if (made.openPoints.length > 0) throw new Error(`the sheet waits for ${made.openPoints.join(', ')}`)
  const params = { id: made.id }
  const sent = await well(call(centre, sheets.send, { params, body: { version: made.version } }))
  const agreed = await well(call(by.admin, sheets.confirm, { params, body: { version: sent.version } }))
  const body = { version: agreed.version, comment: '同意支付。' }
  return well(call(bureau, sheets.approve, { params, body }))
}
