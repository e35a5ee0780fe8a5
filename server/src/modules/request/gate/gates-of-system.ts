/** Gates about the system that the request speaks of. */
import { type GateRule, pass } from './gate.ts'
import type { GateFacts } from './gate-facts.ts'
import { CLAUSES, PATH_OF_ZONE, SECURITY_LINES, type SecurityLine } from './gate-rules.ts'

const GIVES = ['new', 'change', 'renew'] as const

const eligible: GateRule = {
  key: 'system-eligible',
  title: { zh: '系统可以上云', en: 'System may go on the cloud' },
  source: ({ rules }) => rules.levelMax,
  requirement: 'R5',
  kinds: GIVES,
  ask({ system, rules }) {
    if (system.classification === 'classified')
      return { state: 'block', reason: 'request.gate.system_classified' }
    if (system.protectionLevel > rules.levelMax.value)
      return {
        state: 'block',
        reason: 'request.gate.system_level',
        details: { level: CHINESE[system.protectionLevel] ?? system.protectionLevel },
        detailsEn: { level: system.protectionLevel },
      }
    return pass(
      `非涉密，等保${CHINESE[system.protectionLevel]}级。`,
      `Not classified, protection level ${system.protectionLevel}.`,
    )
  },
}

const CHINESE: Readonly<Record<number, string>> = { 1: '一', 2: '二', 3: '三', 4: '四', 5: '五' }

const onCloud: GateRule = {
  key: 'system-on-cloud',
  title: { zh: '系统登记为上云', en: 'System is registered for the cloud' },
  source: CLAUSES.onCloud,
  requirement: 'R5',
  kinds: GIVES,
  ask({ system }) {
    if (system.lifecycle === 'retired') return { state: 'block', reason: 'request.gate.system_retired' }
    if (system.deployment === 'exempt') return { state: 'block', reason: 'request.gate.system_exempt' }
    return pass('系统在用，登记为上云。', 'The system is in use and registered for the cloud.')
  },
}

const responsiblePerson: GateRule = {
  key: 'responsible-person',
  title: { zh: '已指定责任人', en: 'A responsible person is named' },
  source: CLAUSES.responsiblePerson,
  requirement: 'R46',
  kinds: GIVES,
  ask: ({ system }) =>
    system.responsiblePersonId === null
      ? { state: 'block', reason: 'request.gate.no_responsible_person' }
      : pass('系统已指定责任人。', 'The system has a responsible person.'),
}

const filing: GateRule = {
  key: 'protection-filing',
  title: { zh: '等保备案', en: 'Protection filing' },
  source: CLAUSES.protectionFiling,
  requirement: 'R63',
  kinds: ['new'],
  ask({ system, attachments }) {
    if (system.protectionLevel < 3) return null
    return system.protectionFilingNo === null && !attachments.has('protection-filing')
      ? { state: 'warn', reason: 'request.gate.no_filing' }
      : pass('已有等保备案。', 'The protection filing is there.')
  },
}

const accessPath: GateRule = {
  key: 'network-zone',
  title: { zh: '网络区域与访问路径', en: 'Network zone and access path' },
  source: CLAUSES.accessPath,
  requirement: 'R11',
  kinds: ['new'],
  ask({ system, networkZone }) {
    if (!system.accessPaths.includes(PATH_OF_ZONE[networkZone]))
      return { state: 'block', reason: 'request.gate.zone_not_reachable' }
    if (system.networkZone !== networkZone) return { state: 'warn', reason: 'request.gate.zone_differs' }
    return pass('网络区域与系统台账一致。', 'The zone is the one of the ledger.')
  },
}

/** A host of a protected system is not opened without its security services, here or already in use (R63–R67). */
function securityLine(line: SecurityLine): GateRule {
  return {
    key: `security-${line.offeringCode}`,
    title: line.title,
    source: ({ rules }) => rules.securityLine(line.offeringCode),
    requirement: line.requirement,
    kinds: ['new'],
    ask(facts) {
      const { system } = facts
      const rule = facts.rules.securityLine(line.offeringCode)
      if (system.protectionLevel < rule.fromLevel || (line.onlyWeb && !system.hasWeb)) return null
      if (!facts.lines.some((line) => line.plan?.computes)) return null
      if (hasOffering(facts, line.offeringCode))
        return pass(`已配置${line.title.zh}。`, `Has ${line.title.en}.`)
      return {
        state: rule.isRequired ? 'block' : 'warn',
        reason: rule.isRequired ? 'request.gate.security_line_missing' : 'request.gate.security_line_advised',
        details: { level: CHINESE[system.protectionLevel] ?? '', missing: line.title.zh },
        detailsEn: { level: system.protectionLevel, missing: line.title.en },
      }
    },
  }
}

function hasOffering(facts: GateFacts, code: string): boolean {
  return facts.ownedOfferings.has(code) || facts.lines.some((line) => line.plan?.offeringCode === code)
}

export const gatesOfSystem: readonly GateRule[] = [
  eligible,
  onCloud,
  responsiblePerson,
  filing,
  accessPath,
  ...SECURITY_LINES.map(securityLine),
]
