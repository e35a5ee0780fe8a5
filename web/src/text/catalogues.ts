/** Every text catalogue by name. The Chinese file is the type that the English one must fill. */
export interface Namespaces {
  ui: typeof import('./ui/zh-CN.ts').default
  terms: typeof import('./terms/zh-CN.ts').default
  shell: typeof import('../shell/zh-CN.ts').default
  home: typeof import('../pages/home/zh-CN.ts').default
  identity: typeof import('../pages/identity/zh-CN.ts').default
  task: typeof import('../pages/task/zh-CN.ts').default
  catalogue: typeof import('../pages/catalogue/zh-CN.ts').default
  request: typeof import('../pages/request/zh-CN.ts').default
  resource: typeof import('../pages/resource/zh-CN.ts').default
  usage: typeof import('../pages/usage/zh-CN.ts').default
  saving: typeof import('../pages/saving/zh-CN.ts').default
  'price-trial': typeof import('../pages/price-trial/zh-CN.ts').default
  'power-schedule': typeof import('../pages/power-schedule/zh-CN.ts').default
  measure: typeof import('../pages/measure/zh-CN.ts').default
  bill: typeof import('../pages/bill/zh-CN.ts').default
  statement: typeof import('../pages/statement/zh-CN.ts').default
  spending: typeof import('../pages/spending/zh-CN.ts').default
  settlement: typeof import('../pages/settlement/zh-CN.ts').default
  placement: typeof import('../pages/placement/zh-CN.ts').default
  consolidation: typeof import('../pages/consolidation/zh-CN.ts').default
  adoption: typeof import('../pages/adoption/zh-CN.ts').default
  system: typeof import('../pages/system/zh-CN.ts').default
  organisation: typeof import('../pages/organisation/zh-CN.ts').default
  'project-filing': typeof import('../pages/project-filing/zh-CN.ts').default
  'service-contract': typeof import('../pages/service-contract/zh-CN.ts').default
  budget: typeof import('../pages/budget/zh-CN.ts').default
  milestone: typeof import('../pages/milestone/zh-CN.ts').default
  goal: typeof import('../pages/goal/zh-CN.ts').default
  estate: typeof import('../pages/estate/zh-CN.ts').default
  target: typeof import('../pages/target/zh-CN.ts').default
  cloud: typeof import('../pages/cloud/zh-CN.ts').default
  unconnected: typeof import('../pages/unconnected/zh-CN.ts').default
  protection: typeof import('../pages/protection/zh-CN.ts').default
  coordination: typeof import('../pages/coordination/zh-CN.ts').default
  rule: typeof import('../pages/rule/zh-CN.ts').default
  workflow: typeof import('../pages/workflow/zh-CN.ts').default
  export: typeof import('../pages/export/zh-CN.ts').default
  notice: typeof import('../pages/notice/zh-CN.ts').default
  audit: typeof import('../pages/audit/zh-CN.ts').default
  drift: typeof import('../pages/drift/zh-CN.ts').default
  inventory: typeof import('../pages/inventory/zh-CN.ts').default
  'work-order': typeof import('../pages/work-order/zh-CN.ts').default
}

export type Namespace = keyof Namespaces
export type TextKey<N extends Namespace> = keyof Namespaces[N] & string
