/** What keeps a definition or a table from being published: a code, the element named, and both languages. */
export interface Element {
  readonly id: string | null
  readonly name: string | null
  readonly type: string | null
}

export interface Problem {
  readonly code: string
  readonly elementId: string | null
  readonly elementName: string | null
  readonly elementType: string | null
  readonly zh: string
  readonly en: string
}

/** `{at}` is the element as a person knows it; the other words come from the call. */
const TEXTS = {
  unsupported: {
    zh: '不支持的元素 {at}（{what}）',
    en: 'The element {at} ({what}) is not supported',
  },
  'unsupported-property': {
    zh: '元素 {at} 带有不支持的内容“{what}”',
    en: 'The element {at} carries "{what}", which is not supported',
  },
  'foreign-attribute': {
    zh: '元素 {at} 带有其他引擎的属性“{what}”，本平台不会执行，请删除',
    en: 'The element {at} carries "{what}" of another engine, which would not run here; remove it',
  },
  unreadable: { zh: '文件内容有误：{what}', en: 'The file has a fault: {what}' },
  'no-process': { zh: '文件须且仅须包含一个流程', en: 'The file must hold exactly one process' },
  'start-count': { zh: '须且仅须有一个开始事件', en: 'There must be exactly one start event' },
  'no-end': { zh: '至少须有一个结束事件', en: 'There must be an end event' },
  'first-step': {
    zh: '开始之后须是由发起人填报的环节（yh:kind="fill"，办理人为发起人）',
    en: 'The first step must be filled in by the initiator (yh:kind="fill", candidates: initiator)',
  },
  'no-rule': { zh: '环节 {at} 没有规定由谁办理', en: 'The step {at} does not say who takes it' },
  'bad-value': { zh: '元素 {at} 的“{what}”取值无效', en: 'The value of "{what}" on {at} is not valid' },
  unreachable: { zh: '元素 {at} 从开始无法到达', en: 'The element {at} cannot be reached from the start' },
  'no-way-out': { zh: '元素 {at} 之后没有路径', en: 'There is no way on from {at}' },
  'way-out-of-end': { zh: '结束事件 {at} 之后不应再有路径', en: 'Nothing may follow the end event {at}' },
  'too-many-ways': {
    zh: '{at} 有多条后续路径，请用网关分开',
    en: '{at} has several ways on; use a gateway',
  },
  'no-condition': {
    zh: '排他网关 {at} 的路径“{what}”既无条件也非默认',
    en: 'The path "{what}" of gateway {at} has neither a condition nor is it the default',
  },
  'no-default': {
    zh: '排他网关 {at} 没有默认路径',
    en: 'The exclusive gateway {at} has no default path',
  },
  'condition-here': {
    zh: '只有排他网关之后的路径可带条件（{at}）',
    en: 'Only paths after an exclusive gateway may carry a condition ({at})',
  },
  'block-open': {
    zh: '并行分支在汇合之前结束或离开：{at}',
    en: 'A parallel branch ends or leaves before it is joined: {at}',
  },
  'block-crossed': {
    zh: '{at} 从不同的并行分支进入，分支须先汇合',
    en: '{at} is entered from different parallel branches; join them first',
  },
  'join-alone': {
    zh: '并行汇合 {at} 没有对应的并行分开',
    en: 'The parallel join {at} has no matching split',
  },
  'join-split': {
    zh: '并行网关 {at} 不能同时汇合与分开，请用两个网关',
    en: 'The parallel gateway {at} both joins and splits; use two',
  },
  'timer-host': {
    zh: '定时事件 {at} 须附着在人工环节上',
    en: 'The timer {at} must sit on a user task',
  },
  'timer-duration': {
    zh: '定时事件 {at} 的时长须为工作日或工作小时，如 P2D、PT4H',
    en: 'The duration of timer {at} must be working days or hours such as P2D or PT4H',
  },
  'timer-in-block': {
    zh: '不中断的定时事件 {at} 之后只能是自动环节与结束事件',
    en: 'After the non-interrupting timer {at} only service tasks and an end may follow',
  },
  'topic-unknown': {
    zh: '自动环节 {at} 的主题“{what}”不存在',
    en: 'The topic "{what}" of service task {at} does not exist',
  },
  'idle-loop': {
    zh: '存在不经过任何人工环节的循环：{at}',
    en: 'There is a loop without any user task: {at}',
  },
  'too-large': { zh: '流程元素过多（上限 {what}）', en: 'The flow is too large (at most {what} elements)' },
  'id-form': {
    zh: '元素标识“{what}”须以字母开头，只含字母、数字、下划线与连字符，最长 60 字符',
    en: 'The id "{what}" must start with a letter and use letters, digits, _ and - only, at most 60',
  },
  'step-id-form': {
    zh: '条件中引用的环节标识“{what}”只能含字母与数字',
    en: 'A step id used in conditions ("{what}") may hold letters and digits only',
  },
  'expression-too-long': { zh: '{at} 的表达式过长', en: 'The expression of {at} is too long' },
  'expression-syntax': {
    zh: '{at} 的表达式“{expression}”有语法错误，在“{what}”处',
    en: 'The expression "{expression}" of {at} has a syntax fault at "{what}"',
  },
  'expression-not-allowed': {
    zh: '{at} 的表达式“{expression}”使用了不允许的写法（{what}）',
    en: 'The expression "{expression}" of {at} uses what is not allowed ({what})',
  },
  'expression-name': {
    zh: '{at} 的表达式“{expression}”引用了未声明的名称“{what}”',
    en: 'The expression "{expression}" of {at} uses the undeclared name "{what}"',
  },
  'expression-value': {
    zh: '{at} 的表达式“{expression}”中的取值“{what}”不在声明的取值之内',
    en: 'The value "{what}" in the expression "{expression}" of {at} is not among those declared',
  },
  'expression-not-boolean': {
    zh: '{at} 的表达式“{expression}”的结果不是“是/否”',
    en: 'The expression "{expression}" of {at} does not give yes or no',
  },
  'variable-form': { zh: '变量声明“{what}”无效', en: 'The declaration of variable "{what}" is not valid' },
  'row-twice': { zh: '行标识重复：{at}', en: 'Two rows have one id: {at}' },
  'row-length': {
    zh: '行 {at} 的条件数与输入数不一致',
    en: 'The row {at} does not have one test for each input',
  },
  'flow-unknown': {
    zh: '行 {at} 指向的流程“{what}”没有已发布的版本',
    en: 'The flow "{what}" of row {at} has no published version',
  },
} as const

type ProblemCode = keyof typeof TEXTS

export function problem(code: ProblemCode, at: Element, words: Readonly<Record<string, string>>): Problem {
  const name = at.name ? `“${at.name}”` : at.id ? `“${at.id}”` : ''
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, word: string) => (word === 'at' ? name : (words[word] ?? '')))
  return {
    code,
    elementId: at.id,
    elementName: at.name,
    elementType: at.type,
    zh: fill(TEXTS[code].zh),
    en: fill(TEXTS[code].en),
  }
}

export const NOWHERE: Element = { id: null, name: null, type: null }
