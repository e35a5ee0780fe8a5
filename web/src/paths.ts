/**
 * Every page of the console by name. `to()` is the only producer of paths: a page that moves is changed here,
 * and a link to a page that does not exist fails the type check.
 */
export const patterns = {
  home: '/',
  signIn: '/sign-in',
  choosePost: '/acting-as',
  changePassword: '/me/password',
  enrolTotp: '/me/authenticator',
  me: '/me',
  denied: '/denied',
  search: '/search',
  todo: '/todo',
  catalogue: '/catalogue',
  offeringNew: '/catalogue/new',
  offeringEdit: '/catalogue/$id/edit',
  offering: '/catalogue/$id',
  prices: '/prices',
  priceNew: '/prices/new',
  priceEdit: '/prices/$id/edit',
  price: '/prices/$id',
  rules: '/rules',
  rule: '/rules/$id',
  ruleEdit: '/rules/$id/edit',
  rulesInForce: '/rules-in-force',
  regionRulesEdit: '/rules-in-force/edit',
  requests: '/requests',
  requestNew: '/requests/new',
  requestEdit: '/requests/$id/edit',
  requestPrint: '/requests/$id/print',
  request: '/requests/$id',
  resources: '/resources',
  resource: '/resources/$id',
  usage: '/usage',
  savings: '/savings',
  savingNotices: '/savings/notices',
  savingResults: '/savings/results',
  savingRuns: '/savings/runs',
  savingRun: '/savings/runs/$id',
  savingExemptions: '/savings/exemptions',
  savingWhatIf: '/savings/what-if',
  savingTrial: '/savings/trials/$id',
  priceTrials: '/price-trials',
  priceTrial: '/price-trials/$id',
  powerSchedules: '/power-schedules',
  powerScheduleNew: '/power-schedules/new',
  powerSchedule: '/power-schedules/$id',
  powerScheduleEdit: '/power-schedules/$id/edit',
  spending: '/spending',
  spendingRates: '/spending-rates',
  bills: '/bills',
  monthEnd: '/month-end',
  billRuns: '/bill-runs',
  billRun: '/bill-runs/$id',
  billPrint: '/bills/$id/print',
  bill: '/bills/$id',
  charge: '/bills/$id/charges/$no',
  statementDesk: '/statement-desk',
  statements: '/statements',
  statementPrint: '/statements/$id/print',
  statementLedger: '/statements/$id/ledger',
  statement: '/statements/$id',
  differences: '/differences',
  difference: '/differences/$id',
  settlements: '/settlements',
  settlement: '/settlements/$id',
  settlementRules: '/settlement-rules',
  slaEvents: '/sla-events',
  slaEvent: '/sla-events/$id',
  assessments: '/assessments',
  assessment: '/assessments/$id',
  adoption: '/adoption',
  adoptionLists: '/adoption-lists',
  adoptionList: '/adoption-lists/$id',
  adoptionRates: '/adoption-rates',
  terms: '/terms',
  templates: '/request-templates',
  notices: '/notices',
  exports: '/exports',
  fileCheck: '/file-check',
  workOrders: '/work-orders',
  workOrder: '/work-orders/$id',
  guideChecks: '/guide-checks',
  guideCheck: '/guide-checks/$id',
  checkLists: '/check-lists',
  checkListEdit: '/check-lists/$id/edit',
  checkList: '/check-lists/$id',
  majorIssues: '/major-issues',
  majorIssue: '/major-issues/$id',
  milestones: '/milestones',
  goals: '/goals',
  filings: '/project-filings',
  filingNew: '/project-filings/new',
  filingEdit: '/project-filings/$id/edit',
  filing: '/project-filings/$id',
  contracts: '/service-contracts',
  contract: '/service-contracts/$id',
  connectedDepartments: '/connected-departments',
  budgets: '/budgets',
  budgetsPrint: '/budgets/print',
  budget: '/budgets/$id',
  budgetCommitments: '/budget-commitments',
  budgetActuals: '/budget-actuals',
  budgetChecks: '/budget-checks',
  subsidies: '/subsidies',
  subsidy: '/subsidies/$id',
  fundPlans: '/fund-plans',
  waves: '/migration-waves',
  systems: '/systems',
  systemNew: '/systems/new',
  systemDuties: '/systems/$id/responsibilities',
  systemEdit: '/systems/$id/edit',
  system: '/systems/$id',
  regions: '/regions',
  bodies: '/bodies',
  body: '/bodies/$id',
  people: '/people',
  person: '/people/$id',
  accounts: '/accounts',
  account: '/accounts/$id',
  roleNetworks: '/role-networks',
  estate: '/estate',
  clouds: '/clouds',
  cloudNew: '/clouds/new',
  cloud: '/clouds/$id',
  pools: '/pools',
  poolNew: '/pools/new',
  poolEdit: '/pools/$id/edit',
  pool: '/pools/$id',
  consolidations: '/consolidations',
  consolidation: '/consolidations/$id',
  placementWhatIf: '/placement-what-if',
  placementBonds: '/placement-bonds',
  targets: '/targets',
  domesticGaps: '/targets/domestic-gaps',
  unconnectedPlatforms: '/unconnected-platforms',
  unconnectedPlatform: '/unconnected-platforms/$id',
  vpnAccounts: '/vpn-accounts',
  protection: '/protection',
  quotas: '/quotas',
  scans: '/scans',
  drift: '/drift',
  explorer: '/explorer',
  inventoryItem: '/explorer/$id',
  flows: '/flows',
  flow: '/flows/$id',
  decisionTables: '/decision-tables',
  decisionTable: '/decision-tables/$id',
  decisionTableEdit: '/decision-tables/$id/edit',
  instances: '/flow-instances',
  calendar: '/calendar',
  audit: '/audit',
  task: '/todo/$id',
} as const

export type PageName = keyof typeof patterns

type ParamNames<P extends string> = P extends `${string}$${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : P extends `${string}$${infer Name}`
    ? Name
    : never

type ParamsOf<N extends PageName> = { readonly [K in ParamNames<(typeof patterns)[N]>]: string }

/** Filters, tabs and panels: what the address bar remembers. */
export type Search = Readonly<Record<string, string | undefined>>

/** Where to go. Made by `to()` only. */
export interface Place {
  readonly path: string
  readonly search: Search
}

type Rest<N extends PageName> =
  ParamNames<(typeof patterns)[N]> extends never ? [search?: Search] : [params: ParamsOf<N>, search?: Search]

export function to<N extends PageName>(name: N, ...rest: Rest<N>): Place {
  const pattern: string = patterns[name]
  const withParams = pattern.includes('$')
  const params = (withParams ? rest[0] : {}) as Readonly<Record<string, string>>
  const search = (withParams ? rest[1] : rest[0]) as Search | undefined
  const path = pattern.replace(/\$(\w+)/g, (_, key: string) => encodeURIComponent(params[key] as string))
  return { path, search: search ?? {} }
}

/** The place as the address bar shows it. */
export function href({ path, search }: Place): string {
  const tail = writeSearch(search)
  return `${path}${tail}`
}

/** `?a=1&b=2`, empty values left out: plain words, so that a person can read and change an address. */
export function writeSearch(search: Search): string {
  const written = new URLSearchParams()
  for (const [key, value] of Object.entries(search))
    if (value !== undefined && value !== '') written.set(key, value)
  const tail = written.toString()
  return tail ? `?${tail}` : ''
}

export function readSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text))
}
