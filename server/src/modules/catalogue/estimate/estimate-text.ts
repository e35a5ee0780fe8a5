/** One step of an estimate as a sentence of arithmetic, in both languages. */
import { type Dimension, type Estimate, isCounted, type PriceLine, type Term } from '@yunheng/contract'
import { trimDecimal } from './decimal.ts'
import type { Part } from './tiers.ts'

/** Name and unit of each dimension, as people say them. */
export const DIMENSION_WORDS: Readonly<
  Record<
    Dimension,
    { readonly zh: string; readonly en: string; readonly unitZh: string; readonly unitEn: string }
  >
> = {
  vcpu: { zh: '处理器', en: 'vCPU', unitZh: '核', unitEn: 'core' },
  'memory-gib': { zh: '内存', en: 'memory', unitZh: 'GiB', unitEn: 'GiB' },
  'root-disk-gib': { zh: '系统盘', en: 'root disk', unitZh: 'GiB', unitEn: 'GiB' },
  'storage-gib': { zh: '存储', en: 'storage', unitZh: 'GiB', unitEn: 'GiB' },
  'object-gib': { zh: '对象存储', en: 'object storage', unitZh: 'GiB', unitEn: 'GiB' },
  'snapshot-gib': { zh: '快照', en: 'snapshot', unitZh: 'GiB', unitEn: 'GiB' },
  'public-ip': { zh: '公网地址', en: 'public address', unitZh: '个', unitEn: 'address' },
  'bandwidth-mbps': { zh: '带宽', en: 'bandwidth', unitZh: 'Mbps', unitEn: 'Mbps' },
  'accelerator-card': { zh: '加速卡', en: 'accelerator', unitZh: '张', unitEn: 'card' },
  instance: { zh: '实例', en: 'instance', unitZh: '个', unitEn: 'instance' },
  account: { zh: '账号', en: 'account', unitZh: '个', unitEn: 'account' },
  host: { zh: '主机', en: 'host', unitZh: '台', unitEn: 'host' },
  message: { zh: '短信', en: 'message', unitZh: '条', unitEn: 'message' },
  seat: { zh: '席位', en: 'seat', unitZh: '个', unitEn: 'seat' },
  'million-tokens': { zh: '词元', en: 'tokens', unitZh: '百万词元', unitEn: 'million tokens' },
  device: { zh: '设备', en: 'device', unitZh: '台', unitEn: 'device' },
  licence: { zh: '软件许可', en: 'licence', unitZh: '个', unitEn: 'licence' },
  'traffic-gb': { zh: '公网流量', en: 'public traffic', unitZh: 'GB', unitEn: 'GB' },
}

interface StepWords {
  readonly dimension: Dimension
  readonly amount: number
  readonly unitPrice: string | null
  readonly per: 'month' | 'once'
  readonly factor: string
  readonly quantity: number
  readonly term: Term
  readonly cost: Estimate['total'] | null
  /** More than one price: how many units at which. */
  readonly parts: readonly Part[]
  /** The one tier of several that all of it falls into. */
  readonly tier?: number | null
  readonly ofPool?: boolean
  /** A plan at a flat price: what is in it. The amount is one of packages. */
  readonly includes?: PriceLine['includes']
  /** Without a price here, though with one in some pool. */
  readonly inPools?: boolean
}

type Both = { readonly zh: string; readonly en: string }

export function stepText(step: StepWords): { zh: string; en: string } {
  const words = step.includes ? packageWords(step.includes) : DIMENSION_WORDS[step.dimension]
  // Nobody knows what will flow: what is estimated is what the order expects in a month.
  const isExpected = isCounted(step.dimension) && !step.includes
  const head = {
    zh: `${isExpected ? '每月预计' : ''}${words.zh} ${step.amount} ${words.unitZh}`,
    en: `${words.en} ${step.amount} ${words.unitEn}${isExpected ? ' expected a month' : ''}`,
  }
  if (step.cost === null)
    return step.inPools
      ? {
          zh: `${head.zh}：价格因资源池而异，未计入`,
          en: `${head.en}: its price depends on the pool, not counted`,
        }
      : { zh: `${head.zh}：没有价格，未计入`, en: `${head.en}: no price, not counted` }
  const isMonthly = step.per === 'month'
  const times = (zh: string, en: string, applies: boolean) =>
    applies ? { zh: ` × ${zh}`, en: ` × ${en}` } : { zh: '', en: '' }
  const quantity = times(`${step.quantity}`, `${step.quantity}`, step.quantity !== 1)
  const term = times(termText(step.term).zh, termText(step.term).en, isMonthly)
  const factor = times(
    `${trimDecimal(step.factor)}（期限系数）`,
    `${trimDecimal(step.factor)} (term factor)`,
    step.factor !== '1',
  )
  const yuan = formatYuan(step.cost.amountMinor)
  const price = priceText(step, words)
  const notes = notesOf(step)
  return {
    zh: `${head.zh}${quantity.zh}${price.zh}${term.zh}${factor.zh} = ${yuan} 元${notes.zh}`,
    en: `${head.en}${quantity.en}${price.en}${term.en}${factor.en} = ¥${yuan}${notes.en}`,
  }
}

/** `套餐（含处理器 2 核、内存 4 GiB）`. */
export function packageWords(includes: NonNullable<PriceLine['includes']>) {
  const each = includes.map(({ dimension, amount }) => ({ ...DIMENSION_WORDS[dimension], amount }))
  return {
    zh: `套餐（含${each.map((one) => `${one.zh} ${one.amount} ${one.unitZh}`).join('、')}）`,
    en: `package (with ${each.map((one) => `${one.en} ${one.amount} ${one.unitEn}`).join(', ')})`,
    unitZh: '套',
    unitEn: 'package',
  }
}

export function includedText(
  { dimension, amount }: { readonly dimension: Dimension; readonly amount: number },
  quantity: number,
): Both {
  const words = DIMENSION_WORDS[dimension]
  const times = quantity === 1 ? '' : ` × ${quantity}`
  return {
    zh: `${words.zh} ${amount} ${words.unitZh}${times}：含在套餐内，不另计费`,
    en: `${words.en} ${amount} ${words.unitEn}${times}: in the package, not priced again`,
  }
}

/** ` × 46 元/核·月`, or by tier: `：(100 GiB × 0 元 + 400 GiB × 0.2 元)/月`. */
function priceText(
  step: StepWords,
  { unitZh, unitEn }: { readonly unitZh: string; readonly unitEn: string },
): Both {
  // What is counted has a price by the unit alone; the months say how often so much is expected.
  const isHeld = step.per === 'month' && (Boolean(step.includes) || !isCounted(step.dimension))
  if (step.parts.length === 0) {
    const price = trimDecimal(step.unitPrice ?? '0')
    return {
      zh: ` × ${price} 元/${unitZh}${isHeld ? '·月' : ''}`,
      en: ` × ¥${price} per ${unitEn}${isHeld ? ' and month' : ''}`,
    }
  }
  const sum = (each: (part: Part) => string) => step.parts.map(each).join(' + ')
  return {
    zh: `：(${sum((part) => `${part.units} ${unitZh} × ${trimDecimal(part.unitPrice)} 元`)})/月`,
    en: `: (${sum((part) => `${part.units} ${unitEn} × ¥${trimDecimal(part.unitPrice)}`)}) per month`,
  }
}

function notesOf({ parts, tier, ofPool }: StepWords): Both {
  const said: Both[] = []
  if (parts.length > 0) said.push({ zh: '按本次申请的用量分档', en: 'tiers counted for this request alone' })
  if (tier) said.push({ zh: `第 ${tier} 档`, en: `tier ${tier}` })
  if (ofPool) said.push({ zh: '资源池专价', en: 'price of the pool' })
  if (said.length === 0) return { zh: '', en: '' }
  return {
    zh: `（${said.map(({ zh }) => zh).join('，')}）`,
    en: ` (${said.map(({ en }) => en).join(', ')})`,
  }
}

function termText(term: Term): { zh: string; en: string } {
  const zh = [term.months > 0 ? `${term.months} 个月` : '', term.days > 0 ? `${term.days}/30 月` : '']
  const en = [term.months > 0 ? `${term.months} months` : '', term.days > 0 ? `${term.days}/30 month` : '']
  const join = (parts: readonly string[]) => {
    const said = parts.filter((part) => part !== '')
    return said.length > 1 ? `(${said.join(' + ')})` : (said[0] ?? '0')
  }
  return { zh: join(zh), en: join(en) }
}

/** 375360 → `3,753.60`. */
function formatYuan(amountMinor: number): string {
  const fen = String(Math.abs(amountMinor)).padStart(3, '0')
  const whole = fen.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${amountMinor < 0 ? '-' : ''}${whole}.${fen.slice(-2)}`
}
