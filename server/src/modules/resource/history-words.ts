/** The history in sentences. Acts and conditions bring their own words; what is left is here. */
import { acts, type ReasonCode, reasons } from '@yunheng/contract'
import { wordsOf } from '../../platform/errors.ts'

interface Words {
  readonly zh: string
  readonly en: string
}

const FACTS: Readonly<Record<string, Words>> = {
  'resource.intended': { zh: '已批准，列入建设', en: 'Approved and intended' },
  'resource.taken-in': { zh: '已有资源纳管（清单 {list}）', en: 'Taken in as it was (list {list})' },
  'resource.plan-set': {
    zh: '按规格“{plan}”计价，自 {from} 起（清单 {list}）',
    en: 'Priced by the plan “{planEn}” from {from} on (list {list})',
  },
  'resource.provisioned': { zh: '首次就绪', en: 'Ready for the first time' },
  'resource.released': { zh: '已从云平台移除', en: 'Removed from the cloud' },
  'resource.late': {
    zh: '撤回之后才在云平台上出现，已移除',
    en: 'Appeared in the cloud after it was withdrawn, and was removed',
  },
  'resource.drifted': { zh: '发现与预期不一致', en: 'Found to differ from what is intended' },
  'resource.resize': { zh: '规格变更已批准', en: 'A change of size was approved' },
  'resource.renew': { zh: '使用期限已更新', en: 'The term was renewed' },
  'resource.moved': { zh: '改由其他资源池承载', en: 'Placed in another pool instead' },
  'request.cancel': { zh: '申请取消，资源撤回', en: 'Withdrawn with its request' },
  'power-schedule.stop': {
    zh: '按关机计划“{schedule}”关机',
    en: 'Stopped by the power schedule “{schedule}”',
  },
  'power-schedule.start': {
    zh: '按关机计划“{schedule}”开机',
    en: 'Started by the power schedule “{schedule}”',
  },
  'term.stop': { zh: '期限届满，已停止', en: 'Stopped at the end of its term' },
  'observed.building': { zh: '云平台正在创建', en: 'The cloud is building it' },
  'observed.ready': { zh: '云平台报告就绪', en: 'The cloud says it is ready' },
  'observed.changing': { zh: '云平台正在变更', en: 'The cloud is changing it' },
  'observed.needs-confirm': { zh: '变更已完成，等待确认', en: 'Changed, waiting to be confirmed' },
  'observed.removing': { zh: '云平台正在移除', en: 'The cloud is removing it' },
  'observed.error': { zh: '云平台报告出错', en: 'The cloud reports an error' },
  'observed.unknown': { zh: '云平台给出了无法识别的状态', en: 'The cloud gives a state that is not known' },
  'observed.gone': { zh: '云平台上已不存在', en: 'The cloud no longer has it' },
}

export function historyWords(code: string, details: Readonly<Record<string, string | number>>): Words {
  if (code === 'resource.condition_over') {
    const over = wordsOf(details.reason as ReasonCode, {})
    return { zh: `已恢复：${over.zh}`, en: `Over: ${over.en}` }
  }
  const fact = FACTS[code] ?? acts[code]
  if (fact !== undefined) return { zh: filled(fact.zh, details), en: filled(fact.en, details) }
  return code in reasons ? wordsOf(code as ReasonCode, details) : { zh: code, en: code }
}

function filled(text: string, details: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole))
}
