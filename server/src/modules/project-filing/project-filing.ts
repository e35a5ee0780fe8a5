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

export type RegionLevel = 'province' | 'city' | 'county' | 'street' | 'community'

export interface FilingRules {
  readonly machineRoom: RuleSource & { readonly value: boolean }
  readonly ownCloudExpansion: RuleSource & { readonly value: boolean }
  readonly lease: RuleSource & { readonly value: boolean }
}

export const toFilingRules = (book: RuleBook): FilingRules => ({
  machineRoom: book.flag('filing.machine-room.refused'),
  ownCloudExpansion: book.flag('filing.county-expansion.refused'),
  lease: book.flag('filing.lease.required'),
})

export interface FilingFacts {
  /** Level of the region of the body that files. */
  readonly level: RegionLevel
  readonly connection: ProjectFilingCreate['connection']
  readonly exemption: LeaseExemption | null
  readonly items: readonly {
    readonly number: number
    readonly kind: FilingItemInput['kind']
    readonly stateRequirement: FilingItemInput['stateRequirement']
    readonly isApproved: boolean
  }[]
}

/** The clause speaks of counties; streets and communities lie in one. */
const COUNTY_AND_BELOW: ReadonlySet<RegionLevel> = new Set(['county', 'street', 'community'])

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
} as const satisfies Record<FilingFinding['rule'], { readonly requirement: string; readonly title: Text }>

type Verdict = Pick<FilingFinding, 'state' | 'reason' | 'text'>

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
  ): FilingFinding => ({ rule, ...RULES[rule], item, ...verdict, source, isProductDefault })
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
  return [...ofItems, ...lease]
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
  const named = input.items.some(({ kind, offeringCode }) => kind === 'cloud-lease' && offeringCode != null)
  return named ? 'project-filing.offering_not_expected' : null
}

export const refuseEdit = ({ state }: { readonly state: FilingState }): ReasonCode | null =>
  state === 'draft' || state === 'declined' ? null : 'project-filing.not_editable'

export const refuseDecision = ({ state }: { readonly state: FilingState }): ReasonCode | null =>
  state === 'submitted' ? null : 'project-filing.not_submitted'
