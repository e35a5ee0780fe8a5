/** A charge in sentences: from which usage, by which clause with its source, with which arithmetic. Pure. */
import { type Charge, isCounted, type Text, type Unpriced } from '@yunheng/contract'
import { countedOfDays, DIMENSION_WORDS, type HeldStretch, toDecimal } from '../../metering/index.ts'
import { BILLIONTH, type Clause, costOf, roundHalfAway } from '../rate/rate-usage.ts'

export interface ChargeToExplain {
  readonly charge: Charge
  readonly billable: bigint
  readonly factor: bigint
  readonly position: number
  readonly proration: 'second' | 'day'
  readonly clause: Clause
  /** All that was rated together. */
  readonly group: { readonly billable: bigint; readonly charges: number }
}

export const UNPRICED_WORDS: Readonly<Record<Unpriced, Text>> = {
  'no-order': {
    zh: '没有订购记录，纳管时也没有确定计价规格，价格表无从对应：列出，不计金额。',
    en: 'There is no order, and no plan was set when it was taken in, so that no price can be told: listed without an amount.',
  },
  'no-price': {
    zh: '这个时段没有生效的价格版本：列出，不计金额。',
    en: 'No price version was in force: listed without an amount.',
  },
  'no-clause': {
    zh: '生效的价格版本没有这个计量项的价格：列出，不计金额。',
    en: 'The version in force has no price for this dimension: listed without an amount.',
  },
  'once-only': {
    zh: '价格表对它只有一次性价格，不按月计：列出，不计金额。',
    en: 'It is priced once only, not by the month: listed without an amount.',
  },
}

const MILLION = 1_000_000n

/** A fraction to six places, without zeros that say nothing. */
export function shownRatio(numerator: bigint, denominator: bigint): string {
  const millionths = roundHalfAway(numerator * MILLION, denominator)
  const absolute = millionths < 0n ? -millionths : millionths
  const part = (absolute % MILLION).toString().padStart(6, '0').replace(/0+$/, '')
  return `${millionths < 0n ? '-' : ''}${absolute / MILLION}${part === '' ? '' : `.${part}`}`
}

const shownFactor = (billionths: bigint) => shownRatio(billionths, BILLIONTH)
const shownFen = (fen: number) => shownRatio(BigInt(fen), 100n)

export function usageSentence({ dimension, serving, stopped, unseen }: Charge): Text {
  const { zh, en } = DIMENSION_WORDS[dimension]
  if (isCounted(dimension))
    return {
      zh: `用量：${zh}，${serving}；另有 ${unseen} 在计数器长时间无读数之后才得知，计在得知的时刻（都是计数器读数之差，到 0.001）。`,
      en: `Usage: ${en}, ${serving}; ${unseen} more became known only after a gap in the readings, and counts at the moment when it did (both by what the counters grew, to 0.001).`,
    }
  return {
    zh: `用量：${zh}，运行 ${serving}、关机 ${stopped}、未观测 ${unseen}（单位·秒，由资源的变化逐秒推算）。`,
    en: `Usage: ${en}, serving ${serving}, stopped ${stopped}, unseen ${unseen} (units × seconds, derived by the second from what became of the resource).`,
  }
}

export function explainPriced(one: ChargeToExplain): readonly Text[] {
  const { charge, clause, group, billable, factor } = one
  const month = BigInt(clause.secondsOfMonth)
  const unitMonths = (amount: bigint) => shownRatio(amount, BILLIONTH * 1000n * month)
  const cost = costOf(clause, group.billable)
  const yuan = shownRatio(cost.numerator, cost.denominator * 100n)
  const own =
    group.billable === 0n
      ? '0'
      : shownRatio(cost.numerator * billable * factor, cost.denominator * group.billable * BILLIONTH * 100n)
  const amount = shownFen(charge.amount?.amountMinor ?? 0)
  const unit = unitOf(charge)
  const billed = isCounted(charge.dimension)
    ? {
        zh: `计费量：${weighing(one).zh}，得 ${unitMonths(billable)} ${unit.zh}。`,
        en: `Billable: ${weighing(one).en}: ${unitMonths(billable)} ${unit.en}.`,
      }
    : {
        zh: `计费量：${countingOf(one).zh}，除以当月 ${month} 秒，得 ${unitMonths(billable)} ${unit.zh}。`,
        en: `Billable: ${countingOf(one).en}, divided by the ${month} seconds of the month: ${unitMonths(billable)} ${unit.en}.`,
      }
  return [
    clauseSentence(one),
    billed,
    {
      zh: `本单位同一条款、同一时段共 ${group.charges} 笔，合计 ${unitMonths(group.billable)} ${unit.zh}，按阶梯计 ${yuan} 元（折扣前）。`,
      en: `The body’s ${group.charges} charges under this clause in this stretch come to ${unitMonths(group.billable)} ${unit.en}, by the tiers ${yuan} yuan before discount.`,
    },
    {
      zh: `本笔按计费量分摊，乘折扣系数 ${shownFactor(factor)}，得 ${own} 元；各笔依次累计后四舍五入到分（合计因此分毫不差），本笔 ${amount} 元。`,
      en: `This charge takes its share by what it held, times the factor ${shownFactor(factor)}: ${own} yuan. Running totals are rounded to the fen, so that the sum is exact; this one is ${amount} yuan.`,
    },
  ]
}

/** Of what is counted as it flows the units themselves are priced; packages are held. */
const unitOf = ({ dimension, price }: Charge): Text =>
  isCounted(dimension) && !price?.isPackage
    ? { zh: '单位', en: 'units' }
    : { zh: '单位·月', en: 'unit-months' }

function weighing({ clause }: ChargeToExplain): Text {
  const unseen = shownFactor(clause.weights.unseen)
  return {
    zh: `按时读到的计 1、长时间无读数之后才得知的计 ${unseen}`,
    en: `what was read in time counts 1, what became known after a gap ${unseen}`,
  }
}

function countingOf({ clause, proration }: ChargeToExplain): Text {
  const [stopped, unseen] = [shownFactor(clause.weights.stopped), shownFactor(clause.weights.unseen)]
  const weighed = {
    zh: `运行计 1、关机计 ${stopped}、未观测计 ${unseen}`,
    en: `serving counts 1, stopped ${stopped}, unseen ${unseen}`,
  }
  if (proration === 'second') return weighed
  return {
    zh: `按自然日，每日整日计给当日 24 时仍持有者（开通日计、释放日不计，变更日按变更后的规格计），当日关机、未观测的时段按秒计、其余按运行计；${weighed.zh}`,
    en: `by natural days, each whole for what is held when it ends (the day of opening counts, that of release does not, a day of change counts as changed), by its seconds switched off or unseen, the rest as serving; ${weighed.en}`,
  }
}

function clauseSentence({ charge, position }: ChargeToExplain): Text {
  const price = charge.price as NonNullable<Charge['price']>
  const tiers = (to: (upTo: string | null, unitPrice: string) => string) =>
    price.tiers.map(({ upTo, unitPrice }) => to(upTo, unitPrice))
  const zh = tiers(
    (upTo, unitPrice) => `${upTo === null ? '' : `至 ${upTo} 单位 `}${unitPrice} 元/${unitOf(charge).zh}`,
  ).join('，其上 ')
  const en = tiers(
    (upTo, unitPrice) => `${upTo === null ? '' : `up to ${upTo} units `}${unitPrice} yuan`,
  ).join(', above ')
  const label = price.isProductDefault ? { zh: '，产品默认值', en: ', product default' } : { zh: '', en: '' }
  return {
    zh: `价格：“${price.versionName}”第 ${position + 1} 项（依据：${price.source}${label.zh}）：${zh}。阶梯按条款在本月生效的时长折算。`,
    en: `Price: line ${position + 1} of “${price.versionName}” (source: ${price.source}${label.en}): ${en} per unit${isCounted(charge.dimension) ? '' : ' and month'}. Tiers count for the share of the month in which the clause was in force.`,
  }
}

/** What was there before any order: by which list it was taken in, and by which plan it is priced since. */
export function takenInSentence({ no, takenIn, plan, since }: TakenInAs): Text {
  return {
    zh: `${takenIn} 纳管；规格“${plan.zh}”由清单 ${no} 确定，自 ${since} 起按生效价格计费，没有订购期限，也不享受期限折扣。`,
    en: `Taken in on ${takenIn}; its plan “${plan.en}” was set by list ${no} and is priced from ${since} on by the version in force, without a term or its discount.`,
  }
}

export interface TakenInAs {
  readonly no: string
  /** Days in China. */
  readonly takenIn: string
  readonly since: string
  readonly plan: Text
}

/** A plan at a flat price: the charge is for it, or in it, or for what goes beyond. */
export function packageSentence(
  { dimension, amount, price }: Charge,
  pack: { readonly own: number; readonly words: Text; readonly ownDimension: Charge['dimension'] },
  billable: bigint,
): Text {
  const { zh, en } = pack.words
  const own = DIMENSION_WORDS[pack.ownDimension]
  if (dimension === pack.ownDimension)
    return {
      zh: `规格按${zh}计价：每 ${pack.own} 单位${own.zh}为一套，计费量的单位是套。`,
      en: `The plan is priced as a ${en}: each ${pack.own} units of ${own.en} are one package, and packages are what is billed.`,
    }
  if (billable === 0n && amount?.amountMinor === 0)
    return {
      zh: `含在${zh}内（“${price?.versionName}”，依据：${price?.source}），不另计费。`,
      en: `In the ${en} (“${price?.versionName}”, source: ${price?.source}): not priced again.`,
    }
  return {
    zh: `${zh}已含其中一部分，只有超出的部分按量计费。`,
    en: `Part of it is in the ${en}; what goes beyond is priced by amount.`,
  }
}

/** What is paid once, and what its usage costs besides: nothing. */
export function onceSentence({ category, amount, price }: Charge, billable: bigint, delivered: string): Text {
  const unitPrice = price?.tiers[0]?.unitPrice ?? '0'
  const [zh, en] = [
    `“${price?.versionName}”（依据：${price?.source}）`,
    `“${price?.versionName}” (source: ${price?.source})`,
  ]
  if (category === 'usage')
    return {
      zh: `价格：${zh}只有一次性价格，在交付当月计收一次，用量本身不另计费。`,
      en: `Price: ${en} has a price that is paid once, on the month of delivery; usage costs nothing besides.`,
    }
  const units = shownRatio(billable < 0n ? -billable : billable, BILLIONTH * 1000n)
  const yuan = shownFen(amount?.amountMinor ?? 0)
  return billable < 0n
    ? {
        zh: `订单明细已取消：退还一次性费用 ${units} 单位，${yuan} 元。`,
        en: `The order line was cancelled: what was paid once for ${units} units is given back, ${yuan} yuan.`,
      }
    : {
        zh: `一次性费用：${delivered} 交付 ${units} 单位，按${zh} ${unitPrice} 元/单位，共 ${yuan} 元；每条订单明细只计收一次。`,
        en: `Paid once: ${units} units delivered on ${delivered}, at ${unitPrice} yuan each by ${en}: ${yuan} yuan; no order line pays twice.`,
      }
}

/** @param months the month that was corrected. */
export function adjustmentSentence({ amount, disputedNo, disputedBill }: Charge, month: string): Text {
  if (disputedNo !== null && disputedBill !== null)
    return {
      zh: `${disputedBill.month} 账单未经确认结账，其后第 ${disputedNo} 笔费用的异议成立，在本账单退还 ${shownFen(-(amount?.amountMinor ?? 0))} 元。`,
      en: `The bill of ${disputedBill.month} was closed without confirmation; the later dispute of its charge ${disputedNo} was upheld: ${shownFen(-(amount?.amountMinor ?? 0))} yuan are given back here.`,
    }
  if (disputedNo !== null)
    return {
      zh: `第 ${disputedNo} 笔费用的异议成立，退还 ${shownFen(-(amount?.amountMinor ?? 0))} 元。`,
      en: `The dispute of charge ${disputedNo} was upheld: ${shownFen(-(amount?.amountMinor ?? 0))} yuan are given back.`,
    }
  return {
    zh: `更正：${month} 的账单发送之后得知这些用量。整月按当时的价格重算，本笔是重算结果与已计金额之差 ${shownFen(amount?.amountMinor ?? 0)} 元。`,
    en: `Correction: this usage of ${month} became known after its bill was sent. The month was rated again at its own prices; this is the difference to what was billed, ${shownFen(amount?.amountMinor ?? 0)} yuan.`,
  }
}

/**
 * The amount laid out over the stretches that it comes from, adding up to it. Null for all where they do not make up what was
 * counted (what became known since): then nothing is claimed.
 */
export function spread(
  {
    clause,
    proration,
    billable,
    amount,
    own = 1,
  }: {
    readonly clause: Clause | null
    readonly proration: 'second' | 'day'
    readonly billable: bigint | null
    readonly amount: bigint | null
    /** Of a plan at a flat price: what of its own dimension is one package. */
    readonly own?: number
  },
  stretches: readonly HeldStretch[],
): readonly Spread[] {
  const ofDays = proration === 'day' ? countedOfDays(stretches) : null
  const weighed = stretches.map((stretch, index) => {
    const own = { seconds: stretch.seconds, held: BigInt(stretch.amount) * BigInt(stretch.seconds) }
    const counted = ofDays?.[index] ?? own
    return {
      stretch,
      units: toDecimal(BigInt(stretch.amount)),
      countedSeconds: counted.seconds,
      // What was not held of a day counts as serving, whatever holds it when it ends.
      billable:
        counted.held * (clause?.weights[stretch.holding] ?? 0n) +
        (ofDays?.[index]?.unheld ?? 0n) * (clause?.weights.serving ?? 0n),
    }
  })
  const total = weighed.reduce((sum, one) => sum + one.billable, 0n)
  if (billable === null || amount === null || total !== billable * BigInt(own) || total === 0n)
    return weighed.map(({ billable: _, ...one }) => ({ ...one, cost: null }))
  let [reached, given] = [0n, 0n]
  return weighed.map(({ billable: own, ...one }) => {
    reached += own
    const upToHere = roundHalfAway(amount * reached, total)
    const cost = upToHere - given
    given = upToHere
    return { ...one, cost }
  })
}

export interface Spread {
  readonly stretch: HeldStretch
  readonly units: string
  readonly countedSeconds: number
  readonly cost: bigint | null
}
