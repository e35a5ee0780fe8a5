import type {
  AdoptionEntryState,
  AdoptionListState,
  Amounts,
  AssessmentState,
  BillState,
  BudgetState,
  CloudState,
  DifferenceState,
  FilingState,
  GoalState,
  GuideCheckState,
  MajorIssueState,
  MilestoneState,
  Offering,
  RequestLine,
  RequestState,
  ResourceState,
  ServiceContractState,
  SettlementState,
  SlaEventState,
  StatementState,
  SubsidyState,
  SystemLifecycle,
  WorkOrderState,
} from '@yunheng/contract'
import { type TextOf, useText } from '../text/index.ts'
import { formatNumber, StateBadge, StateMark, Tag, type Tone } from '../ui/index.ts'

export type Terms = TextOf<'terms'>

const requestTones: Record<RequestState, Tone> = {
  draft: 'off',
  'in-approval': 'busy',
  returned: 'attention',
  rejected: 'bad',
  withdrawn: 'off',
  approved: 'attention',
  provisioning: 'busy',
  'partly-delivered': 'busy',
  delivered: 'attention',
  completed: 'good',
  cancelled: 'off',
}
const lineTones: Record<RequestLine['state'], Tone> = {
  pending: 'off',
  waiting: 'attention',
  provisioning: 'busy',
  delivered: 'attention',
  failing: 'bad',
  confirmed: 'good',
  redelivering: 'busy',
  cancelled: 'off',
}
const resourceTones: Record<ResourceState, Tone> = {
  waiting: 'off',
  building: 'busy',
  ready: 'good',
  stopped: 'off',
  changing: 'busy',
  'cooling-off': 'attention',
  removing: 'busy',
  released: 'off',
  faulty: 'bad',
  missing: 'bad',
  unknown: 'unknown',
}
const cloudTones: Record<CloudState, Tone> = {
  new: 'off',
  healthy: 'good',
  degraded: 'attention',
  unreachable: 'bad',
  suspended: 'off',
}
const lifecycleTones: Record<SystemLifecycle, Tone> = {
  planned: 'off',
  building: 'busy',
  trial: 'attention',
  running: 'good',
  retired: 'off',
}
const workOrderTones: Record<WorkOrderState, Tone> = {
  open: 'attention',
  accepted: 'busy',
  delivered: 'attention',
  confirmed: 'good',
  declined: 'bad',
  cancelled: 'off',
}
const guideCheckTones: Record<GuideCheckState, Tone> = {
  open: 'busy',
  rectifying: 'attention',
  answered: 'attention',
  closed: 'good',
  cancelled: 'off',
}
const majorIssueTones: Record<MajorIssueState, Tone> = {
  raised: 'attention',
  decided: 'busy',
  closed: 'good',
}
const goalTones: Record<GoalState, Tone> = {
  reached: 'good',
  'under-way': 'busy',
  missed: 'bad',
  unknown: 'unknown',
}
const milestoneTones: Record<MilestoneState, Tone> = {
  open: 'off',
  due: 'attention',
  late: 'bad',
  achieved: 'good',
}
const filingTones: Record<FilingState, Tone> = {
  draft: 'off',
  submitted: 'attention',
  accepted: 'good',
  declined: 'bad',
}
const contractTones: Record<ServiceContractState, Tone> = {
  pending: 'off',
  running: 'good',
  ended: 'off',
  terminated: 'off',
}
const budgetTones: Record<BudgetState, Tone> = { proposed: 'attention', active: 'good', declined: 'bad' }
const subsidyTones: Record<SubsidyState, Tone> = {
  'in-approval': 'busy',
  returned: 'attention',
  granted: 'good',
  rejected: 'bad',
  withdrawn: 'off',
}
const billTones: Record<BillState, Tone> = {
  draft: 'off',
  sent: 'attention',
  disputed: 'bad',
  confirmed: 'busy',
  closed: 'good',
}
const statementTones: Record<StatementState, Tone> = {
  received: 'busy',
  compared: 'attention',
  agreed: 'good',
  superseded: 'off',
}
const differenceTones: Record<DifferenceState, Tone> = {
  open: 'attention',
  explained: 'busy',
  accepted: 'busy',
  refused: 'bad',
  adjusted: 'attention',
  settled: 'good',
  lapsed: 'off',
}
const settlementTones: Record<SettlementState, Tone> = {
  draft: 'off',
  sent: 'attention',
  objected: 'bad',
  confirmed: 'attention',
  approved: 'busy',
  paid: 'good',
}
const decidedTones: Record<SlaEventState | AssessmentState, Tone> = {
  entered: 'attention',
  confirmed: 'good',
  declined: 'off',
}
const adoptionTones: Record<AdoptionListState, Tone> = {
  draft: 'off',
  submitted: 'attention',
  returned: 'attention',
  withdrawn: 'off',
  'taking-in': 'busy',
  done: 'good',
}
const adoptionEntryTones: Record<AdoptionEntryState, Tone> = {
  assigned: 'attention',
  'sent-back': 'bad',
  approved: 'busy',
  'taken-in': 'good',
  priced: 'good',
  'left-out': 'bad',
  withdrawn: 'off',
}
const offeringTones: Record<Offering['state'], Tone> = { draft: 'off', published: 'good', withdrawn: 'off' }

/** Every state of the contract with its tone and its words: one table, so that a state looks the same everywhere. */
const tones = {
  request: requestTones,
  line: lineTones,
  resource: resourceTones,
  cloud: cloudTones,
  lifecycle: lifecycleTones,
  'work-order': workOrderTones,
  'guide-check': guideCheckTones,
  'major-issue': majorIssueTones,
  milestone: milestoneTones,
  goal: goalTones,
  filing: filingTones,
  contract: contractTones,
  budget: budgetTones,
  subsidy: subsidyTones,
  bill: billTones,
  statement: statementTones,
  difference: differenceTones,
  settlement: settlementTones,
  'sla-event': decidedTones,
  assessment: decidedTones,
  adoption: adoptionTones,
  'adoption-entry': adoptionEntryTones,
  offering: offeringTones,
  pool: { open: 'good', closed: 'off' } as Record<'open' | 'closed', Tone>,
}

type Families = typeof tones
type StateProps = {
  [F in keyof Families]: { readonly of: F; readonly state: keyof Families[F] & string }
}[keyof Families]

function wordsAndTone(props: StateProps, t: Terms): { readonly words: string; readonly tone: Tone } {
  const { of, state } = props
  return {
    words: t(`${of}.${state}` as Parameters<Terms>[0]),
    tone: (tones[of] as Record<string, Tone>)[state] as Tone,
  }
}

export function State(props: StateProps) {
  const { words, tone } = wordsAndTone(props, useText('terms'))
  return <StateMark tone={tone}>{words}</StateMark>
}

export function StateInHead(props: StateProps) {
  const { words, tone } = wordsAndTone(props, useText('terms'))
  return <StateBadge tone={tone}>{words}</StateBadge>
}

/** Stands wherever something of a simulated cloud is shown. */
export function SimulatedTag({ when }: { readonly when: boolean }) {
  const t = useText('terms')
  return when ? <Tag>{t('cloud.simulated')}</Tag> : null
}

/** Says that a value is our proposal and not the authority's. */
export function DefaultTag({ when }: { readonly when: boolean }) {
  const t = useText('terms')
  return when ? <Tag>{t('product-default')}</Tag> : null
}

export const AMOUNT_NAMES = ['vcpus', 'memoryMiB', 'storageGiB', 'floatingIps', 'cards'] as const
export type AmountName = (typeof AMOUNT_NAMES)[number]

/** Memory travels in MiB and is read in GiB. */
export const shownAmount = (name: AmountName, value: number) => (name === 'memoryMiB' ? value / 1024 : value)

/** `4 核 · 8 GiB · 40 GiB`, leaving out what is nought. */
export function useAmountWords(): (amounts: Amounts) => string {
  const t = useText('terms')
  return (amounts) =>
    AMOUNT_NAMES.filter((name) => amounts[name] > 0)
      .map(
        (name) =>
          `${t(`amount.${name}`)} ${formatNumber(shownAmount(name, amounts[name]), 1)} ${t(`unit.${name}`)}`,
      )
      .join(' · ')
}

/** Options of an enumeration in the words of the terms. */
export function optionsOf<V extends string>(
  values: readonly V[],
  words: (value: V) => string,
): readonly { readonly value: V; readonly label: string }[] {
  return values.map((value) => ({ value, label: words(value) }))
}
