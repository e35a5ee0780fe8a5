/** How offerings that are shipped are written down in short. */
import type { Fulfilment, OfferingCreate, PlanContent } from '@yunheng/contract'

/** 99.95 % per natural month, as providers publish it (facts §6). */
const SLA: OfferingCreate['sla'] = {
  availabilityPercent: '99.95',
  text: {
    zh: '按自然月计算，可用性不低于 99.95%；连续 5 分钟及以上不可用计入。已公告的维护与演练、非服务商设施和用户原因除外。',
    en: 'At least 99.95 % of each calendar month; outages of 5 consecutive minutes and more count. Announced maintenance and drills, facilities that are not the provider’s and causes on the user’s side do not.',
  },
}
const ORDER_SLA: OfferingCreate['sla'] = {
  availabilityPercent: null,
  text: {
    zh: '自工单受理起按约定工作日交付，交付须附凭据。',
    en: 'Delivered within the agreed working days after the work order, with evidence.',
  },
}
export const order = (workingDays: number): Fulfilment => ({ by: 'work-order', workingDays })
export const cloud = (...kinds: Extract<Fulfilment, { by: 'connector' }>['kinds']): Fulfilment => ({
  by: 'connector',
  kinds,
})

export function unitPlan(
  code: string,
  zh: string,
  en: string,
  dimension: PlanContent['dimensions'][number]['dimension'],
  amount: PlanContent['dimensions'][number]['amount'],
  parameters: PlanContent['parameters'],
): PlanContent {
  return { code, title: { zh, en }, isRecommended: true, dimensions: [{ dimension, amount }], parameters }
}

export const one = { fixed: 1 }

interface Brief {
  readonly code: string
  readonly zh: readonly [title: string, summary: string]
  readonly en: readonly [title: string, summary: string]
  readonly fulfilment: Fulfilment
  readonly plans: PlanContent[]
  readonly serviceClass?: OfferingCreate['serviceClass']
  readonly family?: OfferingCreate['family']
  readonly part?: OfferingCreate['part']
  /** Its provider unless told. */
  readonly owner?: OfferingCreate['owner']
}

export function offering(brief: Brief): OfferingCreate {
  return {
    code: brief.code,
    serviceClass: brief.serviceClass ?? 'iaas',
    family: brief.family ?? 'infrastructure',
    part: brief.part ?? 'base-layer',
    title: { zh: brief.zh[0], en: brief.en[0] },
    owner: brief.owner ?? 'provider',
    summary: { zh: brief.zh[1], en: brief.en[1] },
    fulfilment: brief.fulfilment,
    sla: brief.fulfilment.by === 'connector' ? SLA : ORDER_SLA,
    plans: brief.plans,
    compatibility: null,
  }
}

type Words = readonly [zh: string, en: string]
type Dimension = PlanContent['dimensions'][number]['dimension']

/** A plan of which so many are ordered as its one parameter says: what is metered and priced is what was ordered. */
export function countedPlan(
  code: string,
  [zh, en]: Words,
  dimension: Dimension,
  { name, words, unit, maximum = 100_000 }: CountedBy,
): PlanContent {
  const parameters = {
    type: 'object',
    properties: {
      [name]: {
        type: 'integer',
        minimum: 1,
        maximum,
        'x-unit': { zh: unit[0], en: unit[1] },
        'x-title': { zh: words[0], en: words[1] },
      },
    },
    required: [name],
    additionalProperties: false,
  }
  return unitPlan(code, zh, en, dimension, { parameter: name }, parameters)
}

/** What the parameter of a plan is called, and in what it counts. */
interface CountedBy {
  readonly name: string
  readonly words: Words
  readonly unit: Words
  readonly maximum?: number
}

const by = (name: string, words: Words, unit: Words, maximum?: number): CountedBy => ({
  name,
  words,
  unit,
  ...(maximum !== undefined && { maximum }),
})

export const BY_ACCOUNT = by('accounts', ['账号数', 'Accounts'], ['个', 'accounts'])
export const BY_SEAT = by('seats', ['席位数', 'Seats'], ['个', 'seats'], 10_000)
export const BY_DEVICE = by('devices', ['接入设备数', 'Devices'], ['台', 'devices'], 1_000_000)
export const BY_HOST = by('hosts', ['主机数', 'Hosts'], ['台', 'hosts'], 10_000)
export const BY_NODE = by('nodes', ['节点数', 'Nodes'], ['台', 'nodes'], 1000)
export const BY_LICENCE = by('licences', ['许可数', 'Licences'], ['个', 'licences'])
export const BY_INTERFACE = by('interfaces', ['接口数', 'Interfaces'], ['个', 'interfaces'], 1000)
/** A quota: so many at most in a month (R77, R79). */
export const BY_MESSAGE = by('messages', ['每月条数配额', 'Messages a month'], ['条', 'messages'], 1_000_000)
export const BY_TOKENS = by(
  'millionTokens',
  ['每月词元配额', 'Tokens a month'],
  ['百万词元', 'million tokens'],
)
