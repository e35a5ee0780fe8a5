/** Gates about quota, room, project approval and the choice of a provider. */
import { yuanOf } from '../../../platform/money.ts'
import { fitsIn, isNothing, shortfall } from '../amounts.ts'
import { decidingOf } from '../ceiling-door.ts'
import { type GateRule, pass } from './gate.ts'
import type { GateFacts } from './gate-facts.ts'
import { CLAUSES } from './gate-rules.ts'

const quota: GateRule = {
  key: 'quota',
  title: { zh: '配额', en: 'Quota' },
  source: CLAUSES.quota,
  requirement: 'R43',
  kinds: ['new', 'change'],
  ask({ amounts, quotaFree }) {
    if (isNothing(amounts)) return pass('不占用配额。', 'Takes nothing of the quota.')
    if (quotaFree === null) return { state: 'block', reason: 'request.gate.quota_not_set' }
    if (fitsIn(amounts, quotaFree)) return pass('在配额之内。', 'Within the quota.')
    const what = shortfall(amounts, quotaFree)
    return {
      state: 'block',
      reason: 'request.gate.quota_exceeded',
      details: { what: what.zh },
      detailsEn: { what: what.en },
    }
  },
}

/** No room is no reason to refuse: the need may be right and the pool too small. It is said before, and shown after. */
const room: GateRule = {
  key: 'room',
  title: { zh: '资源池余量', en: 'Room in the pools' },
  source: CLAUSES.productDefault,
  requirement: 'R106',
  kinds: ['new', 'change'],
  ask({ amounts, pools, kind }) {
    if (kind === 'new' && pools.length === 0) return { state: 'block', reason: 'request.gate.no_pool' }
    if (isNothing(amounts)) return null
    return pools.some((pool) => pool.fits)
      ? pass('有资源池可以容纳。', 'There is a pool with room.')
      : { state: 'warn', reason: 'request.gate.no_room' }
  },
}

const projectApproval: GateRule = {
  key: 'project-approval',
  title: { zh: '立项批复', en: 'Project approval' },
  source: CLAUSES.projectApproval,
  requirement: 'R112',
  kinds: ['new', 'change'],
  ask({ amounts, projectFree }) {
    if (projectFree === null) return null
    if (fitsIn(amounts, projectFree))
      return pass('在立项批复数量之内。', 'Within what the project approval allows.')
    const what = shortfall(amounts, projectFree)
    return {
      state: 'block',
      reason: 'request.gate.above_project_approval',
      details: { what: what.zh },
      detailsEn: { what: what.en },
    }
  },
}

/**
 * R274: what is asked for is paid from a budget line. Of a later year the budget may not be made yet: only a line that is there and
 * does not suffice is said. Where a body has no budget at all, and the rule does not block, that is one quiet fact. An emergency is
 * opened first, whatever the rule.
 */
const budget: GateRule = {
  key: 'budget',
  title: { zh: '预算', en: 'Budget' },
  source: ({ budget }) => budget?.rule ?? CLAUSES.productDefault,
  requirement: 'R274',
  kinds: ['new', 'change', 'renew'],
  ask({ budget, purpose }) {
    if (budget === null) return null
    const { rule, standing, thisYear } = budget
    const state = rule.isBlocking && purpose !== 'emergency' ? 'block' : 'warn'
    if (standing.isChoiceUnfit) return { state: 'block', reason: 'request.gate.budget_line_unfit' }
    if (!standing.hasLines && !rule.isBlocking)
      return pass(
        '本单位没有编制预算，不作比较；审批后计入未列预算。',
        'The body has no budget: nothing is compared, and what is approved stands as unbudgeted.',
      )
    const missing = standing.years.find((year) => year.budget === null && year.fiscalYear === thisYear)
    if (missing)
      return { state, reason: 'request.gate.budget_missing', details: { year: missing.fiscalYear } }
    const overspent = standing.years.find((year) => overBy(year) > 0)
    if (overspent) return { state, ...overspentWords(overspent) }
    const short = standing.years.find(({ rest }) => rest !== null && rest.amountMinor < 0)
    if (short?.rest)
      return {
        state,
        reason: 'request.gate.budget_short',
        details: {
          year: short.fiscalYear,
          asked: yuanOf(short.asked.amountMinor),
          rest: yuanOf(short.rest.amountMinor),
        },
      }
    return pass('在预算余额之内。', 'Within what is left of the budget.')
  },
}

type YearStanding = NonNullable<GateFacts['budget']>['standing']['years'][number]

/** By how much the line is overspent already, before anything is asked of it. */
const overBy = ({ rest, asked }: YearStanding): number =>
  rest === null ? 0 : -(rest.amountMinor + asked.amountMinor)

const overspentWords = (year: YearStanding) => ({
  reason: 'request.gate.budget_overspent' as const,
  details: {
    year: year.fiscalYear,
    budget: year.budget?.name ?? '',
    actual: yuanOf(year.actual.amountMinor),
    committed: yuanOf(year.committed.amountMinor),
    over: yuanOf(overBy(year)),
    asked: yuanOf(year.asked.amountMinor),
  },
})

/**
 * R299: what is asked for has to fit what is left of the contract with its provider. Of several that may supply it the best counts. An
 * emergency is opened first, whatever the rule.
 */
const ceiling: GateRule = {
  key: 'ceiling',
  title: { zh: '合同上限', en: 'Ceiling of the contract' },
  source: ({ ceiling }) => ceiling?.rule ?? CLAUSES.productDefault,
  requirement: 'R299',
  kinds: ['new', 'change', 'renew'],
  ask({ ceiling, purpose }) {
    if (ceiling === null || ceiling.standing.items.length === 0) return null
    const item = decidingOf(ceiling.standing)
    if (item === null) return pass('在合同上限之内。', 'Within the ceiling of the contract.')
    const names = { provider: item.provider.name, contract: item.contract.name }
    if (item.level === 'near')
      return {
        state: 'warn',
        reason: 'request.gate.ceiling_near',
        details: { ...names, percent: item.percent },
      }
    return {
      state: ceiling.rule.isBlocking && purpose !== 'emergency' ? 'block' : 'warn',
      reason: 'request.gate.ceiling_over',
      details: { ...names, asked: yuanOf(item.asked.amountMinor), short: yuanOf(-item.rest.amountMinor) },
    }
  },
}

/** R7: the choice is free, but it is made among at least two where there are two, and its reason is kept. */
const providerChoice: GateRule = {
  key: 'provider-choice',
  title: { zh: '服务商选择', en: 'Choice of provider' },
  source: CLAUSES.providerChoice,
  requirement: 'R7',
  kinds: ['new'],
  ask({ preferredProviderId, providerReason, comparedProviderIds, pools }) {
    if (preferredProviderId === null)
      return pass('未指定服务商，由平台择优安排。', 'No preference: the platform chooses.')
    const offering = new Set(pools.map((pool) => pool.providerId))
    if (!offering.has(preferredProviderId))
      return { state: 'block', reason: 'request.gate.provider_not_offering' }
    const compared = new Set([...comparedProviderIds, preferredProviderId])
    const hasReason = (providerReason ?? '').trim() !== ''
    return hasReason && compared.size >= Math.min(2, offering.size)
      ? pass('已比较并写明理由。', 'Compared, with the reason.')
      : { state: 'block', reason: 'request.gate.provider_reason' }
  },
}

export const gatesOfRoom: readonly GateRule[] = [
  quota,
  room,
  budget,
  ceiling,
  projectApproval,
  providerChoice,
]
