/** Rules of project filings. Pure: facts and the rules in force are given. */
import type {
  FilingFinding,
  FilingItemInput,
  FilingState,
  LeaseExemption,
  ProjectFilingCreate,
  ReasonCode,
  Text,
} from '@yunheng/contract'
import { wordsOf } from '../../platform/errors.ts'
import type { RuleBook, RuleSource } from '../rule/index.ts'
import { isAskedFor, MAY_BE_CARRIED, type PricedCarrier } from './carried.ts'

export type RegionLevel = 'province' | 'city' | 'county' | 'street' | 'community'

export interface FilingRules {
  readonly machineRoom: RuleSource & { readonly value: boolean }
  readonly ownCloudExpansion: RuleSource & { readonly value: boolean }
  readonly lease: RuleSource & { readonly value: boolean }
  /** Whether what the catalogue carries is refused, or only said. */
  readonly carried: RuleSource & { readonly value: boolean }
}

export const toFilingRules = (book: RuleBook): FilingRules => ({
  machineRoom: book.flag('filing.machine-room.refused'),
  ownCloudExpansion: book.flag('filing.county-expansion.refused'),
  lease: book.flag('filing.lease.required'),
  carried: book.flag('filing.carried.refused'),
})

export interface FilingFacts {
  /** Level of the region of the body that files. */
  readonly level: RegionLevel
  readonly nature: ProjectFilingCreate['nature']
  readonly connection: ProjectFilingCreate['connection']
  readonly exemption: LeaseExemption | null
  readonly items: readonly {
    readonly number: number
    readonly kind: FilingItemInput['kind']
    readonly stateRequirement: FilingItemInput['stateRequirement']
    readonly isApproved: boolean
    /** What of the catalogue would carry it. */
    readonly carrier: PricedCarrier | null
    readonly ownReason: string | null
  }[]
}

/** The clause speaks of counties; streets and communities lie in one. */
export const COUNTY_AND_BELOW: ReadonlySet<RegionLevel> = new Set(['county', 'street', 'community'])

const RULES = {
  'machine-room': {
    requirement: 'R35',
    title: { zh: '机房与数据中心', en: 'Machine rooms and data centres' },
  },
  'own-cloud-expansion': {
    requirement: 'R25',
    title: { zh: '县级自有云', en: 'A county’s own cloud' },
  },
  lease: { requirement: 'R33', title: { zh: '租赁接入', en: 'Connection by lease' } },
  carried: { requirement: 'R270', title: { zh: '目录可承载的内容', en: 'What the catalogue carries' } },
} as const satisfies Record<FilingFinding['rule'], { readonly requirement: string; readonly title: Text }>

type Verdict = Pick<FilingFinding, 'state' | 'reason' | 'text'>

/** Where it is written; whether it refuses is a value of the rules. */
const CARRIED_CLAUSE = '青政办〔2017〕24号 六'

const says = (state: 'open' | 'block', reason: ReasonCode, item?: number): Verdict => ({
  state,
  reason,
  text: wordsOf(reason, item === undefined ? {} : { items: item }),
})
const pass = (zh: string, en: string): Verdict => ({ state: 'pass', reason: null, text: { zh, en } })

/** What each rule says of what it is asked about, with its clause. */
export function findingsOf(facts: FilingFacts, rules: FilingRules): readonly FilingFinding[] {
  const finding = (
    rule: FilingFinding['rule'],
    { source, isProductDefault }: RuleSource,
    item: number | null,
    verdict: Verdict,
  ): FilingFinding => ({
    rule,
    ...RULES[rule],
    item,
    ...verdict,
    carrier: null,
    source,
    isProductDefault,
  })
  const ofItems = facts.items.flatMap((item) => {
    if (item.kind === 'machine-room' && rules.machineRoom.value)
      return [finding('machine-room', rules.machineRoom, item.number, judgeMachineRoom(item))]
    if (item.kind === 'own-cloud-expansion' && rules.ownCloudExpansion.value)
      return [
        finding(
          'own-cloud-expansion',
          rules.ownCloudExpansion,
          item.number,
          COUNTY_AND_BELOW.has(facts.level)
            ? says('block', 'project-filing.county_expansion', item.number)
            : pass('申报单位不属于县（市、区）。', 'The body is not of a county.'),
        ),
      ]
    return []
  })
  const lease = rules.lease.value ? [finding('lease', rules.lease, null, judgeLease(facts))] : []
  return [...ofItems, ...carriedFindings(facts, rules), ...lease]
}

/** R270: of new projects that connect by lease, item by item. */
export function carriedFindings(
  facts: Pick<FilingFacts, 'nature' | 'connection'> & {
    readonly items: readonly Omit<FilingFacts['items'][number], 'stateRequirement'>[]
  },
  { carried }: Pick<FilingRules, 'carried'>,
): readonly FilingFinding[] {
  if (!isAskedFor(facts)) return []
  return facts.items.flatMap((item) => {
    const { carrier } = item
    if (carrier === null || !MAY_BE_CARRIED.has(item.kind)) return []
    return [
      {
        rule: 'carried' as const,
        ...RULES.carried,
        item: item.number,
        ...judgeCarried(item, carrier.title, carried.value),
        carrier: { ...carrier, prices: [...carrier.prices] },
        source: CARRIED_CLAUSE,
        isProductDefault: carried.isProductDefault,
      },
    ]
  })
}

function judgeCarried(
  {
    number,
    ownReason,
    isApproved,
  }: Pick<FilingFacts['items'][number], 'number' | 'ownReason' | 'isApproved'>,
  { zh, en }: Text,
  isRefused: boolean,
): Verdict {
  if (isRefused && ownReason === null) return says('block', 'project-filing.carried', number)
  if (isRefused && !isApproved) return says('open', 'project-filing.carried_open', number)
  if (ownReason !== null && isApproved)
    return pass(
      `可由“${zh}”承载，自建理由已批准：${ownReason}`,
      `“${en}” would carry it; the reason to build it is approved: ${ownReason}`,
    )
  return {
    state: 'warn',
    reason: null,
    text: {
      zh: `第 ${number} 项可由目录中的“${zh}”承载，新建项目不再为其安排预算。${ownReason === null ? '确需自建的，请填写自建理由。' : `自建理由：${ownReason}`}`,
      en: `Item ${number} would be carried by “${en}” of the catalogue: a new project gets no budget for it. ${ownReason === null ? 'Where it must be built all the same, give the reason.' : `The reason to build it: ${ownReason}`}`,
    },
  }
}

function judgeMachineRoom(item: FilingFacts['items'][number]): Verdict {
  if (item.stateRequirement === null) return says('block', 'project-filing.machine_room', item.number)
  return item.isApproved
    ? pass(
        `国家要求已批准：${item.stateRequirement.document}。`,
        `Required by the state and approved: ${item.stateRequirement.document}.`,
      )
    : says('open', 'project-filing.machine_room_open', item.number)
}

function judgeLease({ connection, exemption }: FilingFacts): Verdict {
  if (connection === 'lease') return pass('以租赁方式接入政务云。', 'It connects to the cloud by lease.')
  return exemption === null
    ? says('block', 'project-filing.lease_required')
    : pass(`豁免依据：${exemption.document}。`, `Exempt by: ${exemption.document}.`)
}

/** The first rule that stands in the way. At submission what waits for an approval does not. */
export function refuseBy(
  findings: readonly FilingFinding[],
  at: 'submission' | 'acceptance',
): { readonly reason: ReasonCode; readonly items: string } | null {
  const stops = findings.filter(({ state }) => state === 'block' || (at === 'acceptance' && state === 'open'))
  const first = stops[0]
  if (first === undefined) return null
  const items = stops.flatMap(({ reason, item }) => (reason === first.reason && item !== null ? [item] : []))
  return { reason: first.reason as ReasonCode, items: items.join('、') }
}

/** What is filled in where it has no place. */
export function refuseShape(
  input: Pick<ProjectFilingCreate, 'connection' | 'exemption' | 'items'>,
): ReasonCode | null {
  if (input.connection === 'lease' && input.exemption !== null) return 'project-filing.exemption_not_expected'
  const misplaced = input.items.some(
    ({ kind, stateRequirement }) => kind !== 'machine-room' && stateRequirement !== null,
  )
  if (misplaced) return 'project-filing.requirement_not_expected'
  const reasoned = input.items.some(({ kind, ownReason }) => ownReason != null && !MAY_BE_CARRIED.has(kind))
  if (reasoned) return 'project-filing.own_reason_not_expected'
  const named = input.items.some(({ kind, offeringCode }) => kind === 'cloud-lease' && offeringCode != null)
  return named ? 'project-filing.offering_not_expected' : null
}

export const refuseEdit = ({ state }: { readonly state: FilingState }): ReasonCode | null =>
  state === 'draft' || state === 'declined' ? null : 'project-filing.not_editable'

export const refuseDecision = ({ state }: { readonly state: FilingState }): ReasonCode | null =>
  state === 'submitted' ? null : 'project-filing.not_submitted'
