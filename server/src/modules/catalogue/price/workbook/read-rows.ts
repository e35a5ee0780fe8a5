/** From the rows of a workbook to lines of prices, and what is wrong with each row. Pure. */
import {
  DEFAULT_WEIGHTS,
  DIMENSIONS,
  type PriceInclusion,
  type PriceLine,
  UNIT_PRICE_PATTERN,
  WEIGHT_PATTERN,
} from '@yunheng/contract'
import { DIMENSION_WORDS } from '../../estimate/estimate-text.ts'
import { COLUMNS, PER_WORDS } from './columns.ts'

export interface Row {
  /** Null for a row that could not be read. */
  readonly line: PriceLine | null
  /** In both languages, since the file is for people. */
  readonly error: string | null
}

const UNIT_PRICE = new RegExp(UNIT_PRICE_PATTERN)
const WEIGHT = new RegExp(WEIGHT_PATTERN)
const PLACE_OF = new Map(COLUMNS.map(({ key }, place) => [key, place]))

/** @param poolsByName ids of the pools of each name; an id is taken as it is. */
export function readRow(cells: readonly string[], poolsByName: ReadonlyMap<string, readonly string[]>): Row {
  const at = (key: string) => cells[PLACE_OF.get(key) ?? -1] ?? ''
  const wrong = (zh: string, en: string): Row => ({ line: null, error: `${zh} / ${en}` })
  const dimension = dimensionOf(at('dimension'))
  if (dimension === null)
    return wrong(`没有计价项“${at('dimension')}”`, `nothing counted is called “${at('dimension')}”`)
  const per = perOf(at('per'))
  if (per === null) return wrong('周期只能是“每月”或“一次性”', 'the period is “month” or “once”')
  const tiers = readTiers(at('tiers'))
  if (tiers === null)
    return wrong('单价应写作 46，或按档写作 100:0; *:0.2', 'a price reads 46, or by tiers 100:0; *:0.2')
  const pools = at('pool') === '' ? [null] : (poolsByName.get(at('pool')) ?? [at('pool')])
  if (pools.length > 1)
    return wrong('有多个资源池叫这个名称，请填其编号', 'several pools have this name: enter the id of one')
  const weights = {
    stopped: at('stopped') || DEFAULT_WEIGHTS.stopped,
    unseen: at('unseen') || DEFAULT_WEIGHTS.unseen,
  }
  if (!WEIGHT.test(weights.stopped) || !WEIGHT.test(weights.unseen))
    return wrong('计费比例应在 0 与 1 之间', 'a share lies between 0 and 1')
  const includes = readIncludes(at('includes'))
  if (includes === null)
    return wrong('套餐包含应写作 vcpu:2; memory-gib:4', 'what is in a package reads vcpu:2; memory-gib:4')
  const line = {
    offeringCode: at('offering'),
    planCode: at('plan') || null,
    poolId: pools[0] ?? null,
    ...{ dimension, per, tiers, weights },
    ...(includes.length > 0 && { includes: [...includes] }),
  }
  return { line, error: null }
}

function dimensionOf(text: string): PriceLine['dimension'] | null {
  const said = text.toLowerCase()
  const isSaid = (each: PriceLine['dimension']) =>
    each === said || DIMENSION_WORDS[each].zh === text || DIMENSION_WORDS[each].en.toLowerCase() === said
  return DIMENSIONS.find(isSaid) ?? null
}

function perOf(text: string): PriceLine['per'] | null {
  const said = text.toLowerCase()
  return (['month', 'once'] as const).find((per) => PER_WORDS[per].zh === text || per === said) ?? null
}

const INCLUDES_MAX = 15
const AMOUNT_MAX = 1_000_000

/** `vcpu:2; memory-gib:4`; empty where it is priced by amount, null for what reads otherwise. */
function readIncludes(text: string): readonly PriceInclusion[] | null {
  const parts = text.split(/[;；]/).filter((part) => part.trim() !== '')
  const found = parts.flatMap((part): readonly PriceInclusion[] => {
    const [, name = '', amount = ''] = /^\s*(.+?)\s*[:：]\s*([1-9]\d{0,6})\s*$/.exec(part) ?? []
    const dimension = dimensionOf(name)
    return dimension === null || Number(amount) > AMOUNT_MAX ? [] : [{ dimension, amount: Number(amount) }]
  })
  return found.length === parts.length && found.length <= INCLUDES_MAX ? found : null
}

const UP_TO_MAX = 1_000_000_000
const TIERS_MAX = 10

/** `46`, or `100:0; *:0.2`; null for what reads otherwise. Whether the tiers grow is asked with every other rule. */
function readTiers(text: string): PriceLine['tiers'] | null {
  if (UNIT_PRICE.test(text)) return [{ upTo: null, unitPrice: text }]
  const parts = text.split(/[;；]/).filter((part) => part.trim() !== '')
  const tiers = parts.map((part) => {
    const [, end = '', unitPrice = ''] = /^\s*(\*|[1-9]\d{0,9})\s*[:：]\s*(\S+)\s*$/.exec(part) ?? []
    return { upTo: end === '*' ? null : Number(end), unitPrice }
  })
  const isRead = tiers.every(({ upTo, unitPrice }) => (upTo ?? 1) <= UP_TO_MAX && UNIT_PRICE.test(unitPrice))
  return isRead && tiers.length > 0 && tiers.length <= TIERS_MAX ? tiers : null
}
