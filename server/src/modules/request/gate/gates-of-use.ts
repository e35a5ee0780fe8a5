/** Gates about what is there already: measures bear a growth out, and what was asked to be saved is done, or the reason is kept (R128). */
import { yuanOf } from '../../../platform/money.ts'
import { type GateRule, listed, pass } from './gate.ts'
import type { GrowthFact, SavingsFact } from './gate-facts.ts'
import { CLAUSES } from './gate-rules.ts'

type Line = GrowthFact['lines'][number]

const figure = (value: number | null): string => (value === null ? '—' : `${value}%`)

/** What stands in the sentence, in both languages. */
function words({ from, to, limits }: GrowthFact, line: Line) {
  const shared = {
    from,
    to,
    cpuMean: figure(line.cpuMean),
    cpuP95: figure(line.cpuP95),
    memoryMean: figure(line.memoryMean),
    limitMean: limits.cpuMean,
    limitP95: limits.cpuP95,
    limitMemory: limits.memoryMean,
  }
  return {
    details: { ...shared, what: line.name === null ? '本系统现有云主机' : `云主机“${line.name}”` },
    detailsEn: {
      ...shared,
      what: line.name === null ? 'The servers of this system' : `The server "${line.name}"`,
    },
  }
}

/**
 * Where measures do not bear it out, it is said with figures and window. A rule version may make it block: then each such line must
 * say why it is needed all the same, and the reason is kept with the request. An emergency is opened first.
 */
const growth: GateRule = {
  key: 'growth',
  title: { zh: '扩容依据（使用率）', en: 'Use bears out the growth' },
  source: ({ growth }) => growth?.rule ?? CLAUSES.productDefault,
  requirement: 'R128',
  kinds: ['new', 'change'],
  ask({ growth, lines, purpose }) {
    if (growth === null) return null
    const lacking = growth.lines.filter(({ verdict }) => verdict === 'not-borne-out')
    const [first] = lacking
    if (first === undefined) return unsaid(growth)
    const reasonOf = (number: number) => lines.find((line) => line.number === number)?.reason?.trim() ?? ''
    const silent = lacking.filter(({ number }) => reasonOf(number) === '')
    const numbers = lacking.map(({ number }) => number)
    const [worst = first] = silent
    const { details, detailsEn } = words(growth, worst)
    const isBlocked = growth.rule.isBlocking && purpose !== 'emergency' && silent.length > 0
    if (silent.length > 0)
      return {
        state: isBlocked ? 'block' : 'warn',
        reason: 'request.gate.use_too_low',
        details,
        detailsEn,
        lines: numbers,
        ...(isBlocked ? { fields: silent.map(({ number }) => missing(number)) } : {}),
      }
    const reason = reasonOf(first.number)
    return {
      state: 'warn',
      reason: 'request.gate.use_too_low_reasoned',
      details: { ...details, reason },
      detailsEn: { ...detailsEn, reason },
      lines: numbers,
    }
  },
}

const missing = (number: number) => ({
  path: `/lines/${number - 1}/reason`,
  zh: '请写明使用率未达阈值仍需扩容的理由',
  en: 'say why more is needed although little is used',
})

/** Nothing stands against it: because it is used, because a peak is near, or because nothing is known. */
function unsaid({ lines, from, to }: GrowthFact) {
  const named = (verdict: Line['verdict']) => lines.filter((line) => line.verdict === verdict)
  if (named('season').length > 0)
    return pass('已申报季节性高峰，不核对使用率。', 'A seasonal peak is declared: use is not asked about.')
  const unknown = named('unmeasured')
  if (unknown.length === lines.length) {
    return pass(
      '没有足够的使用率数据，不作核对。',
      'Too little is known of its use: nothing is held against it.',
    )
  }
  const also = listed(named('borne-out').map(({ number }) => number))
  return pass(
    `${from} 至 ${to} 的使用率支持扩容（明细 ${also}）。`,
    `Use from ${from} to ${to} bears it out (lines ${also}).`,
  )
}

/**
 * What the body left undone weighs in its next application: what it must do all the same, or has not done by its day, is said; a rule
 * version may make it block until each line that asks for more gives its reason. What is only proposed is said and never blocks. An
 * emergency is opened first.
 */
const savings: GateRule = {
  key: 'savings',
  title: { zh: '节约通知办理情况', en: 'Saving notices' },
  source: ({ savings }) => savings?.rule ?? CLAUSES.productDefault,
  requirement: 'R128',
  kinds: ['new', 'change'],
  ask({ savings, lines, purpose }) {
    if (savings === null) return null
    const { undone, proposals } = savings
    const { details, detailsEn } = wordsOfSavings(savings)
    if (undone.count === 0)
      return proposals.count === 0
        ? pass('没有未办的节约建议和节约通知。', 'No saving proposal or notice is left undone.')
        : {
            state: 'warn',
            reason: 'request.gate.savings_proposed',
            details: { ...details, count: proposals.count, money: yuanOf(proposals.minor) },
            detailsEn: { ...detailsEn, count: proposals.count, money: yuanOf(proposals.minor) },
          }
    const reasonOf = (number: number) => lines.find((line) => line.number === number)?.reason?.trim() ?? ''
    const silent = savings.lines.filter((number) => reasonOf(number) === '')
    const figures = { count: undone.count, late: undone.late, money: yuanOf(undone.minor) }
    const shared = {
      details: { ...details, ...figures },
      detailsEn: { ...detailsEn, ...figures },
      lines: savings.lines,
    }
    if (silent.length === 0)
      return { state: 'warn', reason: 'request.gate.savings_undone_reasoned', ...shared }
    const isBlocked = savings.rule.isBlocking && purpose !== 'emergency'
    return {
      state: isBlocked ? 'block' : 'warn',
      reason: 'request.gate.savings_undone',
      ...shared,
      ...(isBlocked ? { fields: silent.map((number) => undoneAt(number)) } : {}),
    }
  },
}

const wordsOfSavings = ({ isWholeBody }: SavingsFact) => ({
  details: { what: isWholeBody ? '本单位' : '本系统' },
  detailsEn: { what: isWholeBody ? 'This body' : 'This system' },
})

const undoneAt = (number: number) => ({
  path: `/lines/${number - 1}/reason`,
  zh: '请写明节约通知尚未办理仍需扩容的理由',
  en: 'say why more is needed although saving notices are not done',
})

export const gatesOfUse: readonly GateRule[] = [growth, savings]
