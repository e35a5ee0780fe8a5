import type { Reason } from './reasons.ts'

/**
 * What the gates at application say when they warn or block. `{n}` are filled from the facts; the clause stands beside
 * the gate itself (`source`), since the same rule may come from another document in another region.
 */
export const requestGateReasons = {
  'request.gate.system_classified': {
    kind: 'precondition',
    zh: '涉密系统不得部署在政务云上。',
    en: 'A classified system may not go on the cloud.',
  },
  'request.gate.system_level': {
    kind: 'precondition',
    zh: '等保{level}级系统不上云；政务云承载等保三级及以下的系统。',
    en: 'A system of protection level {level} does not go on the cloud; it carries level 3 and below.',
  },
  'request.gate.system_exempt': {
    kind: 'precondition',
    zh: '系统登记为不上云（豁免），不能申请云资源。',
    en: 'The system is registered as exempt from the cloud.',
  },
  'request.gate.system_retired': {
    kind: 'precondition',
    zh: '系统已停用，只能申请释放。',
    en: 'The system is retired: only release can be applied for.',
  },
  'request.gate.no_responsible_person': {
    kind: 'precondition',
    zh: '系统没有指定责任人。请先在系统台账中指定。',
    en: 'The system has no responsible person. Name one in the ledger first.',
  },
  'request.gate.no_filing': {
    kind: 'precondition',
    zh: '等保三级系统尚未登记备案号，请尽快补齐。',
    en: 'A level-3 system without a filing number: hand it in soon.',
  },
  'request.gate.security_line_missing': {
    kind: 'precondition',
    zh: '等保{level}级系统必须配置：{missing}。请在明细中加入，或先为该系统开通。',
    en: 'A system of level {level} must have: {missing}. Add it to the lines, or open it for the system first.',
  },
  'request.gate.security_line_advised': {
    kind: 'precondition',
    zh: '建议配置：{missing}。不配置的，审批人会看到此提示。',
    en: 'Advised: {missing}. Approvers will see that it is missing.',
  },
  'request.gate.quota_not_set': {
    kind: 'precondition',
    zh: '本单位及上级都没有设定配额。请联系云管理机构。',
    en: 'Neither this body nor any above it has a quota. Ask the cloud authority.',
  },
  'request.gate.quota_exceeded': {
    kind: 'precondition',
    zh: '超出配额：{what}。请减少数量，或请云管理机构调剂配额。',
    en: 'More than the quota: {what}. Ask for less, or have the quota moved.',
  },
  'request.gate.no_room': {
    kind: 'precondition',
    zh: '目前没有一个资源池能容纳全部明细；批准后可能需要等待扩容。',
    en: 'No pool has room for all lines now; after approval it may have to wait.',
  },
  'request.gate.no_pool': {
    kind: 'precondition',
    zh: '没有这一类别和网络区域的资源池可供本单位使用。',
    en: 'There is no pool of this class and network zone that this body may use.',
  },
  'request.gate.above_recommended_no_reason': {
    kind: 'precondition',
    zh: '第 {lines} 行超过推荐规格，须写明理由（资源申请最小规格原则）。弹性高峰请用伸缩策略。',
    en: 'Line {lines} asks for more than recommended: give the reason (minimum-specification principle).',
  },
  'request.gate.above_recommended': {
    kind: 'precondition',
    zh: '第 {lines} 行超过推荐规格，将由更高一级审批人审核。',
    en: 'Line {lines} asks for more than recommended and goes to a higher approver.',
  },
  'request.gate.term_missing': {
    kind: 'precondition',
    zh: '请填写使用期限：按月数或截止日期，二者填其一。',
    en: 'Give the term of use: a number of months or a last day, one of the two.',
  },
  'request.gate.term_in_past': {
    kind: 'precondition',
    zh: '截止日期须在今天之后。',
    en: 'The last day must lie ahead.',
  },
  'request.gate.term_too_long': {
    kind: 'precondition',
    zh: '{purpose}的期限最长 {days} 天，现为 {asked} 天。',
    en: 'The term for {purpose} is at most {days} days; {asked} were asked for.',
  },
  'request.gate.renewed_before': {
    kind: 'precondition',
    zh: '测试资源只能续期一次，{names} 已续过。请转为正式申请或释放。',
    en: 'Test resources are renewed once; {names} were already. Apply for formal use or release them.',
  },
  'request.gate.papers_follow': {
    kind: 'precondition',
    zh: '应急资源先开通，须在开通后 {days} 个工作日内补齐材料。',
    en: 'Emergency resources are opened first; the papers follow within {days} working days.',
  },
  'request.gate.necessity_proof': {
    kind: 'precondition',
    zh: '申请{what}须上传必要性证明。',
    en: 'A proof of necessity must be attached for {what}.',
  },
  'request.gate.county_cloud': {
    kind: 'precondition',
    zh: '县（市、区）自有云不再扩容升级，租用的云到期不再续租：{names}。请申请迁移到市级政务云。',
    en: 'A county’s own cloud is no longer expanded and a leased one not renewed: {names}. Migrate to the city cloud.',
  },
  'request.gate.zone_not_reachable': {
    kind: 'precondition',
    zh: '所选网络区域与系统登记的访问路径不符。跨区访问请提交访问开通工单。',
    en: 'The network zone does not fit the system’s access paths. Ask for cross-zone access by a work order.',
  },
  'request.gate.zone_differs': {
    kind: 'precondition',
    zh: '所选网络区域与系统台账登记的部署区域不同，请确认。',
    en: 'The network zone is not the one the ledger has for this system. Make sure it is meant.',
  },
  'request.gate.above_project_approval': {
    kind: 'precondition',
    zh: '超出立项批复数量：{what}。',
    en: 'More than the project approval allows: {what}.',
  },
  'request.gate.budget_missing': {
    kind: 'precondition',
    zh: '{year} 年度没有生效的预算可以列支本次申请。请在“预算”中编制，并经云管理机构审核。',
    en: 'No budget of {year} is in force to pay for this. Enter one under Budgets and have it approved.',
  },
  'request.gate.budget_line_unfit': {
    kind: 'precondition',
    zh: '所选预算不能列支本次申请：不在生效，或不适用于本单位、该系统、相应年度。请另选，或不指定由平台按规则选定。',
    en: 'The budget line that was chosen cannot pay for this: it is not in force, or not for this body, system or year. Choose another, or leave the choice to the rule.',
  },
  'request.gate.ceiling_near': {
    kind: 'precondition',
    zh: '与“{provider}”的合同“{contract}”连同本次申请将用到上限的 {percent}%。',
    en: 'With this the contract "{contract}" with {provider} reaches {percent} % of its ceiling.',
  },
  'request.gate.ceiling_over': {
    kind: 'precondition',
    zh: '与“{provider}”的合同“{contract}”上限不够：本次申请 {asked} 元，扣除后差 {short} 元。请减少用量、另选服务商、登记补充协议，或申请超合同上限许可。',
    en: 'The ceiling of the contract "{contract}" with {provider} does not suffice: this takes {asked} yuan, {short} too much. Ask for less, choose another provider, enter a supplement, or have more permitted.',
  },
  'request.gate.budget_short': {
    kind: 'precondition',
    zh: '{year} 年度预算余额不足：本次需 {asked} 元，扣除后为 {rest} 元。请减少数量、调整预算，或请云管理机构办理超预算许可。',
    en: 'The budget of {year} does not suffice: this takes {asked} yuan and leaves {rest}. Ask for less, change the budget, or have more permitted.',
  },
  'request.gate.budget_overspent': {
    kind: 'precondition',
    zh: '{year} 年度预算“{budget}”已超支：已出账 {actual} 元、已承诺 {committed} 元，超出 {over} 元，本次另需 {asked} 元。请先调整预算，或请云管理机构办理超预算许可。',
    en: 'The budget line "{budget}" of {year} is overspent: {actual} yuan are billed and {committed} committed, {over} beyond it; this takes {asked} more. Change the budget first, or have more permitted.',
  },
  'request.gate.use_too_low': {
    kind: 'precondition',
    zh: '{what} {from} 至 {to} 的 CPU 均值 {cpuMean}、P95 {cpuP95}，内存均值 {memoryMean}，均未超过扩容阈值（CPU 均值 {limitMean}%、P95 {limitP95}%，内存均值 {limitMemory}%）。请减少数量，或在明细中写明仍需扩容的理由。',
    en: '{what} used {cpuMean} of CPU on average (P95 {cpuP95}) and {memoryMean} of memory from {from} to {to}: none is above what bears a growth out (CPU mean {limitMean}%, P95 {limitP95}%, memory mean {limitMemory}%). Ask for less, or give the reason at the line.',
  },
  'request.gate.use_too_low_reasoned': {
    kind: 'precondition',
    zh: '{what} {from} 至 {to} 的 CPU 均值 {cpuMean}、P95 {cpuP95}，内存均值 {memoryMean}，均未超过扩容阈值（CPU 均值 {limitMean}%、P95 {limitP95}%，内存均值 {limitMemory}%）。申请单位的理由：{reason}',
    en: '{what} used {cpuMean} of CPU on average (P95 {cpuP95}) and {memoryMean} of memory from {from} to {to}: none is above what bears a growth out (CPU mean {limitMean}%, P95 {limitP95}%, memory mean {limitMemory}%). The reason given: {reason}',
  },
  'request.gate.savings_proposed': {
    kind: 'precondition',
    zh: '{what}有 {count} 条节约建议，每月可节约 {money} 元。扩容前请先看能否退还或调整现有资源。',
    en: '{what} has {count} saving proposals worth {money} yuan a month. See first whether something can be given back or made smaller.',
  },
  'request.gate.savings_undone': {
    kind: 'precondition',
    zh: '{what}有 {count} 份节约通知须整改或逾期未办（逾期 {late} 份），每月可节约 {money} 元。请先办理，或在明细中写明仍需扩容的理由。是否因此加一级审批，见“将由谁审批”。',
    en: '{what} has {count} saving notices insisted on or late ({late} late), worth {money} yuan a month. Do them first, or give the reason at each line. Whether a higher approver decides for that, see who will decide.',
  },
  'request.gate.savings_undone_reasoned': {
    kind: 'precondition',
    zh: '{what}有 {count} 份节约通知须整改或逾期未办（逾期 {late} 份），每月可节约 {money} 元。申请单位已写明理由。是否因此加一级审批，见审批流程。',
    en: '{what} has {count} saving notices insisted on or late ({late} late), worth {money} yuan a month. The reason is given. Whether a higher approver decides for that, see the way of the request.',
  },
  'request.gate.provider_reason': {
    kind: 'precondition',
    zh: '指定服务商的，须比较至少两家并写明选择理由。',
    en: 'To prefer a provider, compare at least two and give the reason of the choice.',
  },
  'request.gate.provider_not_offering': {
    kind: 'precondition',
    zh: '指定的服务商没有这一类别和网络区域的资源池。',
    en: 'The preferred provider has no pool of this class and network zone.',
  },
  'request.gate.no_lines': {
    kind: 'precondition',
    zh: '请至少添加一行明细。',
    en: 'Add at least one line.',
  },
  'request.gate.plan_not_offered': {
    kind: 'precondition',
    zh: '第 {lines} 行的规格不存在或已下架，请从服务目录重新选择。',
    en: 'The plan of line {lines} does not exist or is withdrawn. Choose again from the catalogue.',
  },
  'request.gate.plan_older': {
    kind: 'precondition',
    zh: '第 {lines} 行引用的服务已有新版本，请重新选择。',
    en: 'There is a newer version of the offering in line {lines}. Choose it anew.',
  },
  'request.gate.parameters': {
    kind: 'precondition',
    zh: '第 {lines} 行的参数不符合要求：{why}',
    en: 'The parameters of line {lines} do not fit: {why}',
  },
  'request.gate.references': {
    kind: 'precondition',
    zh: '第 {lines} 行引用的资源不能这样使用：{why}',
    en: 'What line {lines} refers to cannot be used so: {why}',
  },
  'request.gate.network_range': {
    kind: 'precondition',
    zh: '第 {lines} 行的网段不可用：{why}',
    en: 'The range of line {lines} cannot be used: {why}',
  },
  'request.gate.cross_zone': {
    kind: 'precondition',
    zh: '第 {lines} 行：对端 {remote} 位于本单位{zone}的网络 {name}。跨网络区访问须先申请服务目录中的“跨网络区访问”，由服务商按工单开通；开通后再配置此规则。',
    en: 'Line {lines}: the other side {remote} lies in your network {name} in the {zone}. Apply for "Cross-zone access" in the catalogue first: the provider opens it on a work order, then this rule can be set.',
  },
  'request.gate.resource_not_usable': {
    kind: 'precondition',
    zh: '第 {lines} 行的资源不存在、不属于该系统，或正在释放。',
    en: 'The resource of line {lines} does not exist, is not of this system, or is being released.',
  },
  'request.gate.resource_busy': {
    kind: 'precondition',
    zh: '第 {lines} 行的资源已有办理中的申请（{no}）。',
    en: 'There is a request under way for the resource of line {lines} ({no}).',
  },
  'request.gate.change_family': {
    kind: 'precondition',
    zh: '第 {lines} 行：变更只能在同一服务内选择规格。',
    en: 'Line {lines}: a change stays within the same offering.',
  },
  'request.gate.justification': {
    kind: 'precondition',
    zh: '请填写申请说明（至少 10 个字）。',
    en: 'Give the justification (10 characters or more).',
  },
  'request.gate.data_disposal': {
    kind: 'precondition',
    zh: '释放前请说明数据如何处理：已移交、已迁移或无需保留。',
    en: 'Say what happened to the data before it is released: handed over, migrated or not needed.',
  },
} as const satisfies Record<string, Reason>
