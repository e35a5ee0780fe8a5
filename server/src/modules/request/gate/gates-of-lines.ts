/** Gates about what is asked for, line by line. */
import { type GateRule, linesWhere, listed, pass } from './gate.ts'
import { CLAUSES } from './gate-rules.ts'

const ALL = ['new', 'change', 'renew', 'release'] as const
const { productDefault, catalogueOnly } = CLAUSES

const someLines: GateRule = {
  key: 'lines',
  title: { zh: '明细', en: 'Lines' },
  source: productDefault,
  requirement: 'R92',
  kinds: ALL,
  ask: ({ lines }) =>
    lines.length === 0
      ? { state: 'block', reason: 'request.gate.no_lines' }
      : pass(`共 ${lines.length} 行。`, `${lines.length} line(s).`),
}

/** R92, and R28/R35: hardware and machine rooms cannot be asked for, since only catalogue items can stand in a line. */
const fromCatalogue: GateRule = {
  key: 'catalogue',
  title: { zh: '出自服务目录', en: 'From the catalogue' },
  source: catalogueOnly,
  requirement: 'R92',
  kinds: ['new', 'change'],
  ask(facts) {
    const gone = linesWhere(facts, (line) => line.wantsPlan && !line.plan?.isPublished)
    if (gone.length > 0)
      return {
        state: 'block',
        reason: 'request.gate.plan_not_offered',
        details: { lines: listed(gone) },
        lines: gone,
      }
    const older = linesWhere(facts, (line) => line.plan !== null && !line.plan.isCurrent)
    if (older.length > 0)
      return {
        state: 'block',
        reason: 'request.gate.plan_older',
        details: { lines: listed(older) },
        lines: older,
      }
    return pass('全部出自现行服务目录。', 'All lines come from the catalogue in force.')
  },
}

const parameters: GateRule = {
  key: 'parameters',
  title: { zh: '参数', en: 'Parameters' },
  source: productDefault,
  requirement: 'R92',
  kinds: ['new', 'change'],
  ask(facts) {
    const wrong = linesWhere(facts, (line) => line.parameterProblem !== null)
    const first = facts.lines.find((line) => line.parameterProblem !== null)
    if (first)
      return {
        state: 'block',
        reason: 'request.gate.parameters',
        details: { lines: listed(wrong), why: first.parameterProblem?.zh ?? '' },
        detailsEn: { lines: wrong.join(', '), why: first.parameterProblem?.en ?? '' },
        lines: wrong,
        fields: facts.lines.flatMap((line) => line.parameterFields),
      }
    return pass('参数符合规格要求。', 'The parameters fit the plans.')
  },
}

const minimumSpecification: GateRule = {
  key: 'minimum-specification',
  title: { zh: '最小规格原则', en: 'Minimum specification' },
  source: CLAUSES.minimumSpecification,
  requirement: 'R102',
  kinds: ['new', 'change'],
  ask(facts) {
    const above = facts.lines.filter((line) => line.aboveRecommended.length > 0)
    const silent = above.filter((line) => (line.reason ?? '').trim() === '').map((line) => line.number)
    if (silent.length > 0)
      return {
        state: 'block',
        reason: 'request.gate.above_recommended_no_reason',
        details: { lines: listed(silent) },
        lines: silent,
      }
    const numbers = above.map((line) => line.number)
    if (numbers.length > 0)
      return {
        state: 'warn',
        reason: 'request.gate.above_recommended',
        details: { lines: listed(numbers) },
        lines: numbers,
      }
    return pass('均不超过推荐规格。', 'Nothing above the recommended specification.')
  },
}

const resourceUsable: GateRule = {
  key: 'resources',
  title: { zh: '资源', en: 'Resources' },
  source: productDefault,
  requirement: 'R93',
  kinds: ['change', 'renew', 'release'],
  ask(facts) {
    const absent = linesWhere(facts, (line) => line.wantsResource && line.resource === null)
    if (absent.length > 0)
      return {
        state: 'block',
        reason: 'request.gate.resource_not_usable',
        details: { lines: listed(absent) },
        lines: absent,
      }
    const busy = facts.lines.filter((line) => line.busyWith !== null)
    if (busy[0])
      return {
        state: 'block',
        reason: 'request.gate.resource_busy',
        details: { lines: listed(busy.map((line) => line.number)), no: busy[0].busyWith ?? '' },
        lines: busy.map((line) => line.number),
      }
    return pass(
      '资源属于该系统，没有其他办理中的申请。',
      'The resources are of this system and free for this.',
    )
  },
}

const sameOffering: GateRule = {
  key: 'same-offering',
  title: { zh: '变更范围', en: 'Reach of the change' },
  source: productDefault,
  requirement: 'R60',
  kinds: ['change'],
  ask(facts) {
    const foreign = linesWhere(
      facts,
      // What was taken in came without a plan; with its first change it gets one.
      ({ resource, plan }) =>
        resource !== null &&
        resource.offeringCode !== null &&
        plan !== null &&
        plan.offeringCode !== resource.offeringCode,
    )
    return foreign.length > 0
      ? {
          state: 'block',
          reason: 'request.gate.change_family',
          details: { lines: listed(foreign) },
          lines: foreign,
        }
      : pass('在同一服务内变更规格。', 'The change stays within its offering.')
  },
}

/** R25: a county's own cloud is used up, not built up. */
const countyCloud: GateRule = {
  key: 'county-cloud',
  title: { zh: '县级自有云', en: 'A county’s own cloud' },
  source: CLAUSES.countyCloud,
  requirement: 'R25',
  kinds: ['change', 'renew'],
  ask(facts) {
    const there = facts.lines.filter((line) => line.resource?.onCountyCloud)
    if (there.length === 0) return null
    const lines = there.map((line) => line.number)
    const names = listed(there.map((line) => line.resource?.name ?? ''))
    return { state: 'block', reason: 'request.gate.county_cloud', details: { names }, lines }
  },
}

export const gatesOfLines: readonly GateRule[] = [
  someLines,
  fromCatalogue,
  parameters,
  minimumSpecification,
  resourceUsable,
  sameOffering,
  countyCloud,
]
