/** Why this pool: kept as codes and figures with the placement, put into words when shown. */
import type {
  PlacementBondKind,
  PlacementBondLevel,
  PlacementCandidate,
  PlacementExplanation,
  PlacementFilter,
  PlacementPolicy,
  PlacementScore,
  PlacementWanted,
  Text,
} from '@yunheng/contract'
import { bondWords } from './bond/bond.ts'
import type { Weighed } from './weigh.ts'

interface Named {
  readonly id: string
  readonly name: string
}

interface StoredBond {
  readonly kind: PlacementBondKind
  readonly level: PlacementBondLevel
  readonly other: string
}

/** As it is stored: bounded, whatever the number of pools. */
export interface StoredExplanation {
  readonly chosen: string | null
  readonly weighedAt: string
  readonly count: number
  /** Missing in what was placed before the rules said anything of it. */
  readonly policy?: PlacementPolicy
  readonly override?: { readonly reason: string; readonly by: string }
  /** By filter, how many were left out. */
  readonly refused: Readonly<Partial<Record<PlacementFilter, number>>>
  readonly candidates: readonly {
    readonly pool: Named
    readonly cloud: Named
    readonly provider: Named
    readonly refusedBy: PlacementFilter | null
    /** The bond that left it out, with the name of the other system as it was then. */
    readonly bond?: StoredBond
    readonly scores: readonly (readonly [PlacementScore, value: number, weight: number])[]
    readonly total: number
  }[]
}

/** The best of those that fit, and those that did not, as far as a page and a row hold them. */
const SHOWN = { fit: 8, refused: 41 }

/** When, by which rules, and at whose word. */
interface How {
  readonly at: Date
  readonly policy: PlacementPolicy
  readonly override?: { readonly reason: string; readonly by: string }
}

export function explain(
  weighed: readonly Weighed[],
  chosen: string | null,
  { at, ...how }: How,
): StoredExplanation {
  const fitting = weighed.filter((one) => one.refusedBy === null)
  const fit = fitting.slice(0, SHOWN.fit)
  // One that was chosen for what is left of its room need not be among the best.
  const further = fitting.slice(SHOWN.fit).filter((one) => one.pool.id === chosen)
  const unfit = weighed.filter((one) => one.refusedBy !== null).slice(0, SHOWN.refused)
  return {
    chosen,
    ...how,
    weighedAt: at.toISOString(),
    count: weighed.length,
    refused: countRefused(weighed),
    candidates: [...fit, ...further, ...unfit].map(toStored),
  }
}

export function countRefused(weighed: readonly Weighed[]): StoredExplanation['refused'] {
  const refused: Partial<Record<PlacementFilter, number>> = {}
  for (const { refusedBy } of weighed)
    if (refusedBy !== null) refused[refusedBy] = (refused[refusedBy] ?? 0) + 1
  return refused
}

type StoredCandidate = StoredExplanation['candidates'][number]

const toStored = ({ pool, refusedBy, bond, scoresOf, total }: Weighed): StoredCandidate => ({
  pool: { id: pool.id, name: pool.name },
  cloud: { id: pool.cloudId, name: pool.cloudName },
  provider: { id: pool.providerBodyId, name: pool.providerName },
  refusedBy,
  ...(bond && { bond: { kind: bond.kind, level: bond.level, other: bond.other.name } }),
  scores: (refusedBy === null ? scoresOf(pool) : []).map(
    ({ score, value, weight }) => [score, Math.round(value * 1000) / 1000, weight] as const,
  ),
  total: Math.round(total * 1000) / 1000,
})

const toCandidate = ({ refusedBy, bond, scores, ...rest }: StoredCandidate): PlacementCandidate => ({
  ...rest,
  refusedBy:
    refusedBy === null ? null : { filter: refusedBy, text: bond ? bondWords(bond) : FILTER_WORDS[refusedBy] },
  scores: scores.map(([score, value, weight]) => ({ score, value, weight, text: SCORE_WORDS[score] })),
})

export const toCandidates = (weighed: readonly Weighed[]): readonly PlacementCandidate[] =>
  weighed.map((one) => toCandidate(toStored(one)))

export const FILTER_WORDS: Readonly<Record<PlacementFilter, Text>> = {
  named: { zh: '不是指定的云平台或资源池', en: 'not the cloud or pool that was named' },
  class: { zh: '资源池类别不同', en: 'another class of pool' },
  'network-zone': { zh: '网络区域不同', en: 'another network zone' },
  'node-intake': { zh: '所在节点尚未批准纳入', en: 'its node is not approved yet' },
  edge: { zh: '边缘节点要求不符', en: 'edge node asked for, or not asked for' },
  recovery: { zh: '灾备节点要求不符', en: 'recovery node asked for, or not asked for' },
  'recovery-apart': {
    zh: '该节点已承载其生产或灾备的另一方',
    en: 'its node carries the other half of the recovery pair',
  },
  'bond-apart': {
    zh: '与反亲和的信息系统在一处',
    en: 'it would stand with a system that it is bound apart from',
  },
  'bond-together': {
    zh: '不与亲和的信息系统在一处',
    en: 'it would not stand with the system that it is bound together with',
  },
  'one-cloud': { zh: '该系统已在另一云平台', en: 'the system stands on another cloud' },
  kind: { zh: '云平台不具备所需的资源类型', en: 'its cloud has not this kind of resource' },
  domestic: { zh: '不是信创资源池', en: 'not a domestic pool' },
  protection: { zh: '等保级别不足或未登记', en: 'its protection level is too low or not stated' },
  'provider-share': { zh: '该服务商承载占比已达上限', en: 'its provider would carry more than its share' },
  together: { zh: '不在所属资源所在的可用区', en: 'not in the zone of what it belongs to' },
  'dedicated-to-body': { zh: '由其他单位专用', en: 'dedicated to another body' },
  'pool-open': { zh: '资源池已停止受理或承诺量超出上限', en: 'closed, or promised beyond its limit' },
  'cloud-in-service': { zh: '云平台已暂停或无应答', en: 'its cloud is out of service or does not answer' },
  'external-network': { zh: '没有外部网络', en: 'no external network' },
  image: { zh: '没有所选镜像', en: 'lacks the image' },
  tier: { zh: '没有所选存储类型', en: 'lacks the storage tier' },
  room: { zh: '剩余容量不足', en: 'not enough room left' },
}

const SCORE_WORDS: Readonly<Record<PlacementScore, Text>> = {
  'preferred-provider': { zh: '使用单位选择的服务商', en: 'the provider that the body chose' },
  'same-cloud': { zh: '该系统已有资源在此云平台', en: 'the system stands on this cloud already' },
  'same-zone': { zh: '该系统已有资源在此可用区', en: 'the system stands in this zone already' },
  bonds: { zh: '尽量满足的亲和约束', en: 'bonds that are preferred' },
  'cloud-health': { zh: '云平台健康', en: 'the cloud is well' },
  'room-left': { zh: '安排后的余量', en: 'room left afterwards' },
  'low-cost': { zh: '费用低', en: 'low cost' },
  consolidation: { zh: '集中存放', en: 'consolidation' },
}

export function toExplanation(
  stored: StoredExplanation,
  wanted: PlacementWanted | null,
): PlacementExplanation {
  return {
    chosenPoolId: stored.chosen,
    summary: summaryOf(stored, wanted),
    candidates: stored.candidates.map(toCandidate),
    candidateCount: stored.count,
    weighedAt: stored.weighedAt,
    policy: stored.policy ?? null,
    override: stored.override ?? null,
  }
}

function summaryOf(stored: StoredExplanation, wanted: PlacementWanted | null): Text {
  const { chosen, candidates, refused, count } = stored
  const { zh: zhLeft, en: enLeft } = leftOut(refused)
  const best = candidates.find((one) => one.pool.id === chosen)
  if (best === undefined) return whyNotWords(stored)
  const why = best.scores.filter(([, value]) => value > 0).map(([score]) => SCORE_WORDS[score])
  const named = stored.override
  const zhNamed = named ? `${named.by}指定（${named.reason}）；` : ''
  const enNamed = named ? `named by ${named.by} (${named.reason}); ` : ''
  const reason = wanted?.preference ? `（${wanted.preference.reason}）` : ''
  return {
    zh: `在 ${count} 个资源池中选择“${best.pool.name}”：${zhNamed}${why.map((one) => one.zh).join('、')}${reason}${zhLeft ? `；未入选：${zhLeft}` : ''}。`,
    en: `“${best.pool.name}” out of ${count}: ${enNamed}${why.map((one) => one.en).join(', ')}${enLeft ? `; left out: ${enLeft}` : ''}.`,
  }
}

function leftOut(refused: StoredExplanation['refused']): Text {
  const left = Object.entries(refused) as [PlacementFilter, number][]
  return {
    zh: left.map(([filter, number]) => `${FILTER_WORDS[filter].zh} ${number} 个`).join('，'),
    en: left.map(([filter, number]) => `${number} ${FILTER_WORDS[filter].en}`).join(', '),
  }
}

/** Why nothing fits, in a sentence of its own. */
export function whyNotWords({ refused, count }: Pick<StoredExplanation, 'refused' | 'count'>): Text {
  if (count === 0)
    return {
      zh: '没有这一类别与网络区域的资源池。',
      en: 'There is no pool of this class in this network zone.',
    }
  const { zh, en } = leftOut(refused)
  return { zh: `共 ${count} 个资源池，均不合适：${zh}。`, en: `None of ${count} pools fits: ${en}.` }
}

/** Why nothing fits, for the refusal: the reasons by frequency. */
export function whyNot({ refused, count, candidates }: StoredExplanation, isForSeveral: boolean): string {
  const together = isForSeveral ? '整份申请须安排在一处 / the whole request must stand together: ' : ''
  if (count === 0) return '没有这一类别与网络区域的资源池 / no pool of this class in this zone'
  const reasons = (Object.entries(refused) as [PlacementFilter, number][])
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([filter, number]) => `${FILTER_WORDS[filter].zh} / ${FILTER_WORDS[filter].en} (${number})`)
  return together + [...reasons, ...bondsNamed(candidates)].join('; ')
}

/** The bonds that left something out, each once: whoever is refused wants to know which. */
function bondsNamed(candidates: StoredExplanation['candidates']): readonly string[] {
  const words = candidates.flatMap(({ bond }) => {
    if (bond === undefined) return []
    const { zh, en } = bondWords(bond)
    return [`${zh} / ${en}`]
  })
  return [...new Set(words)].slice(0, 3)
}
