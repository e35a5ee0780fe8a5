/** Gates about term, reasons and papers. */

import type { RequestPurpose } from '@yunheng/contract'
import { addDays, daysBetween } from '../../../platform/worktime/index.ts'
import { addMonths } from '../days.ts'
import { type GateRule, linesWhere, listed, pass, type Verdict } from './gate.ts'
import type { GateFacts } from './gate-facts.ts'
import { CLAUSES } from './gate-rules.ts'

const { productDefault } = CLAUSES
const PURPOSE_WORDS: Readonly<Record<RequestPurpose, { zh: string; en: string }>> = {
  formal: { zh: '正式资源', en: 'formal use' },
  test: { zh: '测试资源', en: 'test resources' },
  emergency: { zh: '应急资源', en: 'emergency resources' },
}
const JUSTIFICATION_CHARACTERS_MIN = 10

/** The last day that was asked for; null while the term is missing or given twice. */
export function lastDayOf(facts: Pick<GateFacts, 'today' | 'termMonths' | 'until'>): string | null {
  if ((facts.termMonths === null) === (facts.until === null)) return null
  return facts.until ?? addDays(addMonths(facts.today, facts.termMonths ?? 0), -1)
}

const term: GateRule = {
  key: 'term',
  title: { zh: '使用期限', en: 'Term of use' },
  source: ({ rules, purpose }) => rules.terms[purpose] ?? productDefault,
  requirement: 'R93',
  kinds: ['new', 'renew'],
  ask(facts) {
    const last = lastDayOf(facts)
    if (last === null) return { state: 'block', reason: 'request.gate.term_missing' }
    if (last < facts.today) return { state: 'block', reason: 'request.gate.term_in_past' }
    return refuseLength(facts, last) ?? refuseSecondRenewal(facts) ?? pass(`至 ${last}。`, `Until ${last}.`)
  },
}

/** The purpose that limits the term: what is renewed keeps the purpose it was opened with. */
function purposesOf(facts: GateFacts): readonly RequestPurpose[] {
  if (facts.kind === 'new') return [facts.purpose]
  return facts.lines.flatMap((line) => line.resource?.purpose ?? [])
}

function refuseLength(facts: GateFacts, last: string): Verdict | null {
  const asked = daysBetween(facts.today, last) + 1
  for (const purpose of purposesOf(facts)) {
    const limit = facts.rules.terms[purpose]
    // A term in months is measured in months of 30 days, so that "3 months" is what 90 days means.
    const days = facts.termMonths === null ? asked : facts.termMonths * 30
    if (limit && days > limit.days) {
      const words = PURPOSE_WORDS[purpose]
      return {
        state: 'block',
        reason: 'request.gate.term_too_long',
        details: { purpose: words.zh, days: limit.days, asked: days },
        detailsEn: { purpose: words.en },
      }
    }
  }
  return null
}

function refuseSecondRenewal(facts: GateFacts): Verdict | null {
  if (facts.kind !== 'renew') return null
  const spent = facts.lines.filter((line) => {
    const limit = line.resource?.purpose ? facts.rules.terms[line.resource.purpose] : null
    return limit && line.resource && line.resource.renewals >= limit.renewals
  })
  if (spent.length === 0) return null
  return {
    state: 'block',
    reason: 'request.gate.renewed_before',
    details: { names: listed(spent.map((line) => line.resource?.name ?? '')) },
    lines: spent.map((line) => line.number),
  }
}

const papers: GateRule = {
  key: 'emergency-papers',
  title: { zh: '应急补件', en: 'Papers after an emergency' },
  source: ({ rules }) => rules.emergencyPapersWorkingDays,
  requirement: 'R93',
  kinds: ['new'],
  ask: ({ purpose, rules }) =>
    purpose === 'emergency'
      ? {
          state: 'warn',
          reason: 'request.gate.papers_follow',
          details: { days: rules.emergencyPapersWorkingDays.value },
        }
      : null,
}

const necessity: GateRule = {
  key: 'necessity-proof',
  title: { zh: '必要性证明', en: 'Proof of necessity' },
  source: CLAUSES.necessityProof,
  requirement: 'R109',
  kinds: ['new'],
  ask(facts) {
    const what = specialPlace(facts)
    if (what === null) return null
    return facts.attachments.has('necessity-proof')
      ? pass('已上传必要性证明。', 'The proof of necessity is attached.')
      : {
          state: 'block',
          reason: 'request.gate.necessity_proof',
          details: { what: what.zh },
          detailsEn: { what: what.en },
        }
  },
}

function specialPlace(facts: GateFacts): { zh: string; en: string } | null {
  if (facts.atEdge) return { zh: '边缘节点', en: 'an edge node' }
  if (facts.poolClass === 'dedicated') return { zh: '专属资源池', en: 'a dedicated pool' }
  if (facts.poolClass === 'full-stack-dedicated')
    return { zh: '全栈专属资源池', en: 'a full-stack dedicated pool' }
  return null
}

const justification: GateRule = {
  key: 'justification',
  title: { zh: '申请说明', en: 'Justification' },
  source: productDefault,
  requirement: 'R104',
  kinds: ['new', 'change', 'renew', 'release'],
  ask: (facts) =>
    [...facts.justification.trim()].length < JUSTIFICATION_CHARACTERS_MIN
      ? { state: 'block', reason: 'request.gate.justification' }
      : pass('已填写。', 'Given.'),
}

const disposal: GateRule = {
  key: 'data-disposal',
  title: { zh: '数据处置', en: 'What happens to the data' },
  source: CLAUSES.exit,
  requirement: 'R116',
  kinds: ['release'],
  ask: (facts) =>
    facts.dataDisposal === null
      ? {
          state: 'block',
          reason: 'request.gate.data_disposal',
          lines: linesWhere(facts, () => true),
        }
      : pass('已说明。', 'Said.'),
}

export const gatesOfTerms: readonly GateRule[] = [term, papers, necessity, justification, disposal]
