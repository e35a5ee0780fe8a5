/** Who gets, would get or did get a request: its steps with the names of people, as far as the reader may see the flow. */
import type { FlowInstanceDetail, FlowPicture, FlowPreview, PersonRef, RequestStage } from '@yunheng/contract'
import type { RequestRow } from '../request-store.ts'

interface Facts {
  readonly request: Pick<RequestRow, 'state' | 'decided_at'>
  readonly flow: Pick<FlowInstanceDetail, 'picture'> | null
  readonly preview: Pick<FlowPreview, 'picture'> | null
}

type Step = FlowPicture['steps'][number]
type Approvers = Pick<RequestStage, 'actor' | 'people'>

/** More names than this in a step are counted. */
const NAMES_MAX = 3

export function approversOf({ request, flow, preview }: Facts): Approvers {
  const picture = flow?.picture ?? preview?.picture
  if (picture === undefined)
    return request.state === 'draft'
      ? said('提交时由审批流程确定', 'Chosen by the flow when it is submitted')
      : said('按审批流程办理', 'By the approval flow')
  const steps = picture.steps.filter(isApproval)
  // A preview walks the way to its end: each of its steps is one to come.
  const shown = flow === null ? steps : stepsIn(steps, request)
  if (shown.length === 0) return said('无人经办', 'Nobody acted on it')
  return {
    actor: {
      zh: shown.map((step) => `${step.name.zh}${namesZh(step.people)}`).join('、'),
      en: shown.map((step) => `${step.name.en}${namesEn(step.people)}`).join(', '),
    },
    people: distinct(shown.flatMap((step) => step.people)).slice(0, 200),
  }
}

const said = (zh: string, en: string): Approvers => ({ actor: { zh, en }, people: [] })

/** What the applicant fills in and corrects is no approval. */
const isApproval = (step: Step) => step.kind === 'user' && step.rule?.kind !== 'initiator'

/** Whose turn it is; of what was decided, who did; of what was not handed in, who would get it. */
function stepsIn(steps: readonly Step[], request: Facts['request']): readonly Step[] {
  const past = steps.filter((step) => step.state === 'done' || step.state === 'rejected')
  if (request.decided_at !== null) return past
  switch (request.state) {
    case 'in-approval':
      return steps.filter((step) => step.state === 'current' || step.state === 'overdue')
    case 'returned':
      return steps.filter((step) => step.state === 'idle')
    default:
      return past
  }
}

function namesZh(people: readonly PersonRef[]): string {
  const names = distinct(people).map((person) => person.name)
  if (names.length === 0) return '（暂无人可办理）'
  const more = names.length > NAMES_MAX ? `等 ${names.length} 人` : ''
  return `（${names.slice(0, NAMES_MAX).join('、')}${more}）`
}

function namesEn(people: readonly PersonRef[]): string {
  const names = distinct(people).map((person) => person.name)
  if (names.length === 0) return ' (nobody can take it now)'
  const more = names.length > NAMES_MAX ? ` and ${names.length - NAMES_MAX} more` : ''
  return ` (${names.slice(0, NAMES_MAX).join(', ')}${more})`
}

function distinct(people: readonly PersonRef[]): readonly PersonRef[] {
  return [...new Map(people.map((person) => [person.personId, person])).values()]
}
