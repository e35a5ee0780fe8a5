import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SHIPPED_BOOK } from '../../rule/index.ts'
import { NO_AMOUNTS } from '../amounts.ts'
import type { ChoiceFact, GateFacts, LineFact, PoolFact, ReferenceFact } from './gate-facts.ts'
import { toRequestRules } from './gate-rules.ts'
import { askGates, GATES, isSubmittable } from './gates.ts'

const aLine = (change: Partial<LineFact> = {}): LineFact => ({
  number: 1,
  quantity: 1,
  reason: null,
  plan: { offeringCode: 'cloud-host', isPublished: true, isCurrent: true, computes: true },
  wantsPlan: true,
  parameterProblem: null,
  parameterFields: [],
  choices: [],
  brings: null,
  serverLine: null,
  cidr: null,
  remotes: [],
  aboveRecommended: [],
  wantsResource: false,
  resource: null,
  busyWith: null,
  ...change,
})
const aResource = (change: Partial<NonNullable<LineFact['resource']>> = {}): Partial<LineFact> => ({
  wantsResource: true,
  resource: {
    name: 'app-01',
    offeringCode: 'cloud-host',
    purpose: 'formal',
    renewals: 0,
    onCountyCloud: false,
    ...change,
  },
})

const someAmounts = { ...NO_AMOUNTS, vcpus: 4, memoryMiB: 8192 }
const plenty = { vcpus: 100, memoryMiB: 1_000_000, storageGiB: 10_000, floatingIps: 10, cards: 0 }

const aPool = (change: Partial<PoolFact> = {}): PoolFact => ({
  id: 'p',
  cloudId: 'c1',
  images: new Set(['ubuntu']),
  tiers: new Set(),
  providerId: 'a',
  fits: true,
  ...change,
})

const aReference = (change: Partial<ReferenceFact> = {}): ReferenceFact => ({
  id: 'r',
  name: 'app-net',
  kind: 'subnet',
  systemId: 's',
  cloudId: 'c1',
  networkZone: 'government-extranet',
  isGivenBack: false,
  isUsable: true,
  ...change,
})
const aChoice = (...found: readonly (Partial<ReferenceFact> | null)[]): ChoiceFact => ({
  parameter: 'subnetIds',
  title: { zh: '“子网”', en: '“Subnets”' },
  choices: 'subnets',
  values: found.map(() => 'r'),
  found: found.map((change) => (change === null ? null : aReference(change))),
})
const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })
const aBudget = (
  change: Partial<NonNullable<GateFacts['budget']>['standing']['years'][number]>,
  isBlocking = false,
): GateFacts['budget'] => ({
  rule: { source: '产品默认值', isProductDefault: true, isBlocking },
  thisYear: 2026,
  standing: {
    hasLines: true,
    isChoiceUnfit: false,
    years: [
      {
        fiscalYear: 2026,
        budget: { id: 'b', no: 'YS2026-000001', name: '云租用' },
        amount: money(100),
        permitted: money(0),
        committed: money(0),
        actual: money(0),
        asked: money(40),
        rest: money(60),
        choices: [],
        ...change,
      },
    ],
  },
})
/** One contract of each provider, used so far with the request: percent of 1000 yuan. */
const aCeiling = (
  percents: readonly number[],
  {
    isBlocking = false,
    isNamed = false,
    unlimited = 0,
  }: { readonly isBlocking?: boolean; readonly isNamed?: boolean; readonly unlimited?: number } = {},
): GateFacts['ceiling'] => {
  const yuan = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })
  const ref = (name: string) => ({ id: name, name })
  return {
    rule: { source: '产品默认值', isProductDefault: true, isBlocking },
    standing: {
      isNamed,
      warnPercent: 90,
      isProductDefault: true,
      items: percents.map((percent, index) => ({
        provider: ref(`p${index}`),
        contract: { id: `c${index}`, no: `HT-${index}`, name: `合同 ${index}` },
        ceiling: yuan(100_000),
        permitted: yuan(0),
        spent: yuan(0),
        committed: yuan(0),
        asked: yuan(percent * 1000),
        rest: yuan(100_000 - percent * 1000),
        percent,
        level: percent > 100 ? 'over' : percent >= 90 ? 'near' : 'fine',
      })),
      unlimited: Array.from({ length: unlimited }, (_, index) => ref(`u${index}`)),
    },
  }
}
const aGrowth = (
  verdict: NonNullable<GateFacts['growth']>['lines'][number]['verdict'],
  isBlocking = false,
): GateFacts['growth'] => ({
  rule: { source: '产品默认值', isProductDefault: true, isBlocking },
  from: '2026-11-14',
  to: '2026-11-20',
  limits: { cpuMean: 70, cpuP95: 85, memoryMean: 70 },
  lines: [{ number: 1, name: 'web', verdict, cpuMean: 2.5, cpuP95: 10, memoryMean: null }],
})
const someSavings = (undone: number, proposals = 0, isBlocking = false): Partial<GateFacts> => ({
  savings: {
    rule: { source: '产品默认值', isProductDefault: true, isBlocking },
    isWholeBody: false,
    proposals: { count: proposals, minor: proposals * 1000 },
    undone: { count: undone, late: undone, minor: undone * 1000 },
    lines: [1],
  },
})
const without = (budget: GateFacts['budget']) =>
  budget && { ...budget, standing: { ...budget.standing, hasLines: false } }
const unfit = (budget: GateFacts['budget']) =>
  budget && { ...budget, standing: { ...budget.standing, isChoiceUnfit: true } }
const choosing = (...found: readonly (Partial<ReferenceFact> | null)[]): Partial<GateFacts> => ({
  lines: [aLine({ choices: [aChoice(...found)] })],
})
const attached = (server: Partial<LineFact>, volume: Partial<LineFact>): Partial<GateFacts> => ({
  lines: [
    aLine({ brings: 'server', ...server }),
    aLine({ number: 2, brings: 'volume', serverLine: 1, ...volume }),
  ],
})
const anImage = (code: string): ChoiceFact => ({
  parameter: 'image',
  title: { zh: '“镜像”', en: '“Image”' },
  choices: 'images',
  values: [code],
  found: [null],
})
const ranged = (cidr: string, quantity = 1): Partial<GateFacts> => ({
  lines: [aLine({ cidr, quantity })],
  ownRanges: [{ name: 'app-net', cidr: '10.10.0.0/22' }],
})

const reaching = (remote: string): Partial<GateFacts> => ({
  lines: [aLine({ remotes: [remote] })],
  zoneRanges: [
    { name: 'near', cidr: '10.50.0.0/24', networkZone: 'government-extranet' },
    { name: 'far', cidr: '10.50.0.0/24', networkZone: 'internet' },
    { name: 'far-db', cidr: '10.60.0.0/24', networkZone: 'dedicated-line' },
  ],
})

/** A request that every gate lets pass. */
const fine = (change: Partial<GateFacts> = {}): GateFacts => ({
  rules: toRequestRules(SHIPPED_BOOK),
  today: '2026-11-21',
  kind: 'new',
  purpose: 'formal',
  networkZone: 'government-extranet',
  poolClass: 'general',
  atEdge: false,
  termMonths: 12,
  until: null,
  justification: '新建业务系统，按可研批复申请云资源。',
  preferredProviderId: null,
  providerReason: null,
  comparedProviderIds: [],
  dataDisposal: null,
  attachments: new Set(),
  system: {
    id: 's',
    code: 'S',
    name: 'S',
    bodyId: 'b',
    classification: 'internal',
    protectionLevel: 2,
    protectionFilingNo: null,
    deployment: 'cloud',
    lifecycle: 'building',
    networkZone: 'government-extranet',
    accessPaths: ['government-extranet'],
    responsiblePersonId: 'p',
    hasWeb: false,
  },
  lines: [aLine()],
  amounts: someAmounts,
  ownRanges: [],
  zoneRanges: [],
  crossZoneAccess: [],
  ownedOfferings: new Set(),
  quotaFree: plenty,
  pools: [
    aPool({ id: 'p1', cloudId: 'c1', providerId: 'a' }),
    aPool({ id: 'p2', cloudId: 'c2', providerId: 'b' }),
  ],
  projectFree: null,
  budget: null,
  growth: null,
  savings: null,
  ceiling: null,
  ...change,
})
const system = (change: Partial<GateFacts['system']>) => ({ system: { ...fine().system, ...change } })

/** gate · what is special · what it says. Null: it does not arise. */
const TABLE: readonly [
  key: string,
  title: string,
  Partial<GateFacts>,
  state: 'pass' | 'warn' | 'block' | null,
  reason?: string,
][] = [
  ['system-eligible', 'a public system of level 2', {}, 'pass'],
  ['system-eligible', 'level 3, the highest', system({ protectionLevel: 3 }), 'pass'],
  ['system-eligible', 'level 4', system({ protectionLevel: 4 }), 'block', 'system_level'],
  ['system-eligible', 'classified', system({ classification: 'classified' }), 'block', 'system_classified'],
  ['system-on-cloud', 'exempt', system({ deployment: 'exempt' }), 'block', 'system_exempt'],
  ['system-on-cloud', 'retired', system({ lifecycle: 'retired' }), 'block', 'system_retired'],
  [
    'responsible-person',
    'nobody named (R46)',
    system({ responsiblePersonId: null }),
    'block',
    'no_responsible_person',
  ],
  ['protection-filing', 'level 2 needs none', {}, null],
  ['protection-filing', 'level 3 without', system({ protectionLevel: 3 }), 'warn', 'no_filing'],
  [
    'protection-filing',
    'level 3 with the paper attached',
    { ...system({ protectionLevel: 3 }), attachments: new Set(['protection-filing'] as const) },
    'pass',
  ],
  ['network-zone', 'as in the ledger', {}, 'pass'],
  ['network-zone', 'not reachable (R11)', { networkZone: 'internet' }, 'block', 'zone_not_reachable'],
  [
    'network-zone',
    'reachable, but another than registered',
    { networkZone: 'internet', ...system({ accessPaths: ['internet', 'government-extranet'] }) },
    'warn',
    'zone_differs',
  ],
  ['security-cloud-firewall', 'level 2 needs none', {}, null],
  [
    'security-cloud-firewall',
    'level 3 without a firewall (R63)',
    system({ protectionLevel: 3 }),
    'block',
    'security_line_missing',
  ],
  [
    'security-cloud-firewall',
    'level 3, firewall among the lines',
    {
      ...system({ protectionLevel: 3 }),
      lines: [
        aLine(),
        aLine({
          number: 2,
          plan: { offeringCode: 'cloud-firewall', isPublished: true, isCurrent: true, computes: false },
        }),
      ],
    },
    'pass',
  ],
  [
    'security-cloud-firewall',
    'level 3, the system has one already',
    { ...system({ protectionLevel: 3 }), ownedOfferings: new Set(['cloud-firewall']) },
    'pass',
  ],
  [
    'security-cloud-firewall',
    'level 3, only storage is asked for',
    {
      ...system({ protectionLevel: 3 }),
      lines: [
        aLine({
          plan: { offeringCode: 'cloud-storage', isPublished: true, isCurrent: true, computes: false },
        }),
      ],
    },
    null,
  ],
  [
    'security-web-protection',
    'a Web system without (R65)',
    system({ hasWeb: true }),
    'warn',
    'security_line_advised',
  ],
  ['lines', 'none', { lines: [] }, 'block', 'no_lines'],
  ['catalogue', 'no such plan (R92)', { lines: [aLine({ plan: null })] }, 'block', 'plan_not_offered'],
  [
    'catalogue',
    'withdrawn',
    {
      lines: [aLine({ plan: { offeringCode: 'x', isPublished: false, isCurrent: true, computes: true } })],
    },
    'block',
    'plan_not_offered',
  ],
  [
    'catalogue',
    'an older version',
    {
      lines: [aLine({ plan: { offeringCode: 'x', isPublished: true, isCurrent: false, computes: true } })],
    },
    'block',
    'plan_older',
  ],
  [
    'parameters',
    'do not fit',
    {
      lines: [
        aLine({ parameterProblem: { zh: '“系统盘”不能小于 20', en: '“Root disk” may not be below 20' } }),
      ],
    },
    'block',
    'parameters',
  ],
  ['attachment', 'nothing is attached', {}, null],
  ['attachment', 'a volume to the one server (R61)', attached({}, {}), 'pass'],
  ['attachment', 'a volume to each server (R61)', attached({ quantity: 2 }, { quantity: 2 }), 'pass'],
  ['attachment', 'fewer volumes than servers', attached({ quantity: 2 }, {}), 'block', 'references'],
  ['attachment', 'to what is no server', attached({ brings: null }, {}), 'block', 'references'],
  ['attachment', 'to a line that is not there', attached({}, { serverLine: 9 }), 'block', 'references'],
  ['attachment', 'what is no volume', attached({}, { brings: 'server' }), 'block', 'references'],
  [
    'attachment',
    'to an existing server as well',
    attached({}, { choices: [{ ...aChoice({}), parameter: 'serverId', choices: 'servers' }] }),
    'block',
    'references',
  ],
  ['references', 'nothing is referred to', {}, null],
  ['references', 'own subnet (R41)', choosing({}), 'pass'],
  ['references', 'absent or unseen (R41)', choosing(null), 'block', 'references'],
  ['references', 'another system’s (R41)', choosing({ systemId: 'x' }), 'block', 'references'],
  ['references', 'a server where a subnet is wanted', choosing({ kind: 'server' }), 'block', 'references'],
  ['references', 'being released', choosing({ isGivenBack: true }), 'block', 'references'],
  ['references', 'faulty or missing', choosing({ isUsable: false }), 'block', 'references'],
  ['references', 'in another zone', choosing({ networkZone: 'internet' }), 'block', 'references'],
  ['references', 'on a cloud without such a pool', choosing({ cloudId: 'c9' }), 'block', 'references'],
  ['references', 'on two clouds', choosing({}, { cloudId: 'c2' }), 'block', 'references'],
  ['references', 'an image that a pool has', { lines: [aLine({ choices: [anImage('ubuntu')] })] }, 'pass'],
  [
    'references',
    'an image that no pool has',
    { lines: [aLine({ choices: [anImage('beos')] })] },
    'block',
    'references',
  ],
  [
    'references',
    'an image that only another cloud has',
    {
      lines: [aLine({ choices: [aChoice({ cloudId: 'c2' }), anImage('ubuntu')] })],
      pools: [aPool(), aPool({ cloudId: 'c2', images: new Set(['kylin']) })],
    },
    'block',
    'references',
  ],
  ['cross-zone', 'no rules', {}, null],
  ['cross-zone', 'nobody’s range (R10)', reaching('10.99.0.1/32'), 'pass'],
  ['cross-zone', 'a network of another zone (R10)', reaching('10.60.0.1/32'), 'block', 'cross_zone'],
  ['cross-zone', 'a range around it (R10)', reaching('10.0.0.0/8'), 'block', 'cross_zone'],
  ['cross-zone', 'everybody', reaching('0.0.0.0/0'), 'pass'],
  ['cross-zone', 'what the own zone has as well', reaching('10.50.0.1/32'), 'pass'],
  [
    'cross-zone',
    'opened by a work order (R10)',
    { ...reaching('10.60.0.1/32'), crossZoneAccess: [{ cidrs: ['10.60.0.0/28'], until: '2026-11-21' }] },
    'pass',
  ],
  [
    'cross-zone',
    'opened until yesterday (R10)',
    { ...reaching('10.60.0.1/32'), crossZoneAccess: [{ cidrs: ['10.60.0.0/28'], until: '2026-11-20' }] },
    'block',
    'cross_zone',
  ],
  ['network-range', 'no network', {}, null],
  ['network-range', 'a free range', ranged('10.20.0.0/24'), 'pass'],
  ['network-range', 'host bits set', ranged('10.20.0.1/24'), 'block', 'network_range'],
  ['network-range', 'too small', ranged('10.20.0.0/30'), 'block', 'network_range'],
  ['network-range', 'no range at all', ranged('999.1.1.1/24'), 'block', 'network_range'],
  ['network-range', 'the system’s own (R62)', ranged('10.10.1.0/24'), 'block', 'network_range'],
  ['network-range', 'two units of one range', ranged('10.20.0.0/24', 2), 'block', 'network_range'],
  [
    'network-range',
    'two lines that overlap',
    { lines: [aLine({ cidr: '10.20.0.0/16' }), aLine({ number: 2, cidr: '10.20.3.0/24' })] },
    'block',
    'network_range',
  ],
  ['minimum-specification', 'as recommended', {}, 'pass'],
  [
    'minimum-specification',
    'above without a reason (R102)',
    { lines: [aLine({ aboveRecommended: ['vcpu'], reason: '  ' })] },
    'block',
    'above_recommended_no_reason',
  ],
  [
    'minimum-specification',
    'above with a reason',
    { lines: [aLine({ aboveRecommended: ['vcpu'], reason: '峰值报送' })] },
    'warn',
    'above_recommended',
  ],
  ['term', 'twelve months', {}, 'pass'],
  ['term', 'none', { termMonths: null }, 'block', 'term_missing'],
  ['term', 'given twice', { until: '2027-01-01' }, 'block', 'term_missing'],
  ['term', 'ended yesterday', { termMonths: null, until: '2026-11-20' }, 'block', 'term_in_past'],
  ['term', 'test for 90 days', { purpose: 'test', termMonths: null, until: '2027-02-18' }, 'pass'],
  [
    'term',
    'test for 91 days',
    { purpose: 'test', termMonths: null, until: '2027-02-19' },
    'block',
    'term_too_long',
  ],
  ['term', 'test for three months', { purpose: 'test', termMonths: 3 }, 'pass'],
  ['term', 'emergency for two months', { purpose: 'emergency', termMonths: 2 }, 'block', 'term_too_long'],
  [
    'term',
    'a test resource renewed once',
    { kind: 'renew', termMonths: 3, lines: [aLine(aResource({ purpose: 'test', renewals: 0 }))] },
    'pass',
  ],
  [
    'term',
    'a test resource renewed again',
    { kind: 'renew', termMonths: 3, lines: [aLine(aResource({ purpose: 'test', renewals: 1 }))] },
    'block',
    'renewed_before',
  ],
  ['emergency-papers', 'formal', {}, null],
  ['emergency-papers', 'emergency', { purpose: 'emergency' }, 'warn', 'papers_follow'],
  ['necessity-proof', 'general pool', {}, null],
  ['necessity-proof', 'dedicated pool', { poolClass: 'dedicated' }, 'block', 'necessity_proof'],
  ['necessity-proof', 'edge node (R109)', { atEdge: true }, 'block', 'necessity_proof'],
  [
    'necessity-proof',
    'edge node with proof',
    { atEdge: true, attachments: new Set(['necessity-proof'] as const) },
    'pass',
  ],
  ['justification', 'too short', { justification: ' 需要 ' }, 'block', 'justification'],
  ['quota', 'enough', {}, 'pass'],
  ['quota', 'none set', { quotaFree: null }, 'block', 'quota_not_set'],
  ['quota', 'not enough', { quotaFree: { ...plenty, vcpus: 3 } }, 'block', 'quota_exceeded'],
  ['quota', 'nothing counted is asked for', { quotaFree: null, amounts: NO_AMOUNTS }, 'pass'],
  ['room', 'fits', {}, 'pass'],
  ['room', 'fits nowhere now: said, not refused', { pools: [aPool({ fits: false })] }, 'warn', 'no_room'],
  ['room', 'no such pool', { pools: [] }, 'block', 'no_pool'],
  ['budget', 'not asked, or no cost', {}, null],
  ['budget', 'suffices (R274)', { budget: aBudget({}) }, 'pass'],
  ['budget', 'too small', { budget: aBudget({ rest: money(-1) }) }, 'warn', 'budget_short'],
  [
    'budget',
    'overspent by bills already (R274)',
    { budget: aBudget({ actual: money(101), rest: money(-41) }) },
    'warn',
    'budget_overspent',
  ],
  [
    'budget',
    'overspent by bills already, where the rule blocks (R274)',
    { budget: aBudget({ actual: money(101), rest: money(-41) }, true) },
    'block',
    'budget_overspent',
  ],
  [
    'budget',
    'spent to the last 分, not beyond',
    { budget: aBudget({ actual: money(100), rest: money(-40) }) },
    'warn',
    'budget_short',
  ],
  [
    'budget',
    'too small, where the rule blocks',
    { budget: aBudget({ rest: money(-1) }, true) },
    'block',
    'budget_short',
  ],
  [
    'budget',
    'none for this year',
    { budget: aBudget({ budget: null, rest: null }) },
    'warn',
    'budget_missing',
  ],
  [
    'budget',
    'a body without any budget: one quiet fact, no warning (R274)',
    { budget: without(aBudget({ budget: null, rest: null })) },
    'pass',
  ],
  [
    'budget',
    'a body without any budget, where the rule blocks',
    { budget: without(aBudget({ budget: null, rest: null }, true)) },
    'block',
    'budget_missing',
  ],
  [
    'budget',
    'a line was chosen that cannot pay (R274)',
    { budget: unfit(aBudget({})) },
    'block',
    'budget_line_unfit',
  ],
  [
    'budget',
    'none yet for a later year',
    { budget: aBudget({ budget: null, rest: null, fiscalYear: 2027 }, true) },
    'pass',
  ],
  [
    'budget',
    'an emergency is never stopped by it',
    { purpose: 'emergency', budget: aBudget({ rest: money(-1) }, true) },
    'warn',
    'budget_short',
  ],
  ['ceiling', 'no contract, no ceiling, or no cost', {}, null],
  ['ceiling', 'with room (R299)', { ceiling: aCeiling([50]) }, 'pass'],
  ['ceiling', 'near', { ceiling: aCeiling([95]) }, 'warn', 'ceiling_near'],
  ['ceiling', 'over', { ceiling: aCeiling([101]) }, 'warn', 'ceiling_over'],
  [
    'ceiling',
    'over, and the rule blocks',
    { ceiling: aCeiling([101], { isBlocking: true }) },
    'block',
    'ceiling_over',
  ],
  [
    'ceiling',
    'over and blocked, but an emergency is opened first',
    { purpose: 'emergency', ceiling: aCeiling([101], { isBlocking: true }) },
    'warn',
    'ceiling_over',
  ],
  [
    'ceiling',
    'one of two that the platform may choose has room',
    { ceiling: aCeiling([101, 50], { isBlocking: true }) },
    'pass',
  ],
  [
    'ceiling',
    'both are wanted, and one has no room',
    { ceiling: aCeiling([101, 50], { isBlocking: true, isNamed: true }) },
    'block',
    'ceiling_over',
  ],
  [
    'ceiling',
    'one of those that the platform may choose has no ceiling',
    { ceiling: aCeiling([101], { isBlocking: true, unlimited: 1 }) },
    'pass',
  ],
  ['growth', 'nothing asks for more, or nothing is there', {}, null],
  ['growth', 'used (R128)', { growth: aGrowth('borne-out') }, 'pass'],
  ['growth', 'nothing is known of its use', { growth: aGrowth('unmeasured') }, 'pass'],
  ['growth', 'a seasonal peak is near (R126)', { growth: aGrowth('season') }, 'pass'],
  ['growth', 'hardly used, without a reason', { growth: aGrowth('not-borne-out') }, 'warn', 'use_too_low'],
  [
    'growth',
    'hardly used, where the rule blocks',
    { growth: aGrowth('not-borne-out', true) },
    'block',
    'use_too_low',
  ],
  [
    'growth',
    'hardly used, and the reason is kept',
    { growth: aGrowth('not-borne-out', true), lines: [aLine({ reason: '普查季前扩容' })] },
    'warn',
    'use_too_low_reasoned',
  ],
  [
    'growth',
    'an emergency is never stopped by it',
    { purpose: 'emergency', growth: aGrowth('not-borne-out', true) },
    'warn',
    'use_too_low',
  ],
  ['savings', 'nothing asks for more', {}, null],
  ['savings', 'nothing is left undone (R128)', someSavings(0), 'pass'],
  [
    'savings',
    'something is only proposed, where the rule blocks',
    someSavings(0, 2, true),
    'warn',
    'savings_proposed',
  ],
  ['savings', 'a notice is undone', someSavings(1), 'warn', 'savings_undone'],
  [
    'savings',
    'a notice is undone, where the rule blocks',
    someSavings(1, 0, true),
    'block',
    'savings_undone',
  ],
  [
    'savings',
    'a notice is undone, and the reason is kept',
    { ...someSavings(1, 0, true), lines: [aLine({ reason: '普查季前扩容' })] },
    'warn',
    'savings_undone_reasoned',
  ],
  [
    'savings',
    'an emergency is never stopped by it',
    { purpose: 'emergency', ...someSavings(1, 0, true) },
    'warn',
    'savings_undone',
  ],
  ['project-approval', 'no record', {}, null],
  [
    'project-approval',
    'more than approved (R112)',
    { projectFree: { ...plenty, vcpus: 2 } },
    'block',
    'above_project_approval',
  ],
  ['provider-choice', 'no preference', {}, 'pass'],
  [
    'provider-choice',
    'preferred without reason (R7)',
    { preferredProviderId: 'a', comparedProviderIds: ['b'] },
    'block',
    'provider_reason',
  ],
  [
    'provider-choice',
    'only one looked at',
    { preferredProviderId: 'a', providerReason: '已有系统在此' },
    'block',
    'provider_reason',
  ],
  [
    'provider-choice',
    'two compared, with reason',
    { preferredProviderId: 'a', providerReason: '已有系统在此', comparedProviderIds: ['b'] },
    'pass',
  ],
  [
    'provider-choice',
    'does not offer it',
    { preferredProviderId: 'c', providerReason: 'x', comparedProviderIds: ['a', 'b'] },
    'block',
    'provider_not_offering',
  ],
  [
    'resources',
    'not of this system',
    { kind: 'release', lines: [aLine({ wantsResource: true })] },
    'block',
    'resource_not_usable',
  ],
  [
    'resources',
    'another request under way',
    { kind: 'renew', lines: [aLine({ ...aResource(), busyWith: 'SQ2026-000001' })] },
    'block',
    'resource_busy',
  ],
  [
    'same-offering',
    'from a host to a database',
    { kind: 'change', lines: [aLine(aResource({ offeringCode: 'database' }))] },
    'block',
    'change_family',
  ],
  [
    'county-cloud',
    'expansion of a county’s own cloud (R25)',
    { kind: 'change', lines: [aLine(aResource({ onCountyCloud: true }))] },
    'block',
    'county_cloud',
  ],
  ['data-disposal', 'not said', { kind: 'release', lines: [aLine(aResource())] }, 'block', 'data_disposal'],
]

describe('gates at application', () => {
  it.each(TABLE)('%s: %s', (key, _, change, state, reason) => {
    const gate = askGates(fine(change)).find((each) => each.key === key)
    expect(gate?.state ?? null).toBe(state)
    if (reason) expect(gate?.reason).toBe(`request.gate.${reason}`)
  })

  it('every gate is in the table, cites where it is written, and answers in both languages', () => {
    expect(GATES.map((rule) => rule.key).filter((key) => !TABLE.some(([tested]) => tested === key))).toEqual([
      'security-intrusion-prevention',
      'security-anti-virus',
    ])
    for (const [, , change] of TABLE) {
      for (const gate of askGates(fine(change))) {
        expect(gate.source).not.toBe('')
        expect(gate.requirement).toMatch(/^R\d+$/)
        expect(`${gate.text.zh}${gate.text.en}`).not.toMatch(/\{\w+\}/)
        expect(gate.text.zh).not.toBe('')
      }
    }
  })

  it('lets the plain case through', () => {
    expect(isSubmittable(askGates(fine()))).toBe(true)
    expect(askGates(fine()).filter((gate) => gate.state !== 'pass')).toEqual([])
  })

  it('asking for more never opens a gate that was closed', () => {
    const amount = fc.integer({ min: 0, max: 200 })
    fc.assert(
      fc.property(amount, amount, amount, (vcpus, more, free) => {
        const ask = (asked: number) =>
          isSubmittable(
            askGates(
              fine({
                amounts: { ...NO_AMOUNTS, vcpus: asked },
                quotaFree: { ...plenty, vcpus: free },
                projectFree: { ...plenty, vcpus: free },
              }),
            ),
          )
        expect(!ask(vcpus + more) || ask(vcpus)).toBe(true)
      }),
    )
  })

  it('never lets a classified or level-4 system through, whatever else is right', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('new', 'change', 'renew') as fc.Arbitrary<GateFacts['kind']>,
        fc.record({
          purpose: fc.constantFrom('formal', 'test', 'emergency') as fc.Arbitrary<GateFacts['purpose']>,
          atEdge: fc.boolean(),
          termMonths: fc.integer({ min: 1, max: 60 }),
        }),
        fc.constantFrom(
          system({ protectionLevel: 4 }),
          system({ protectionLevel: 5 }),
          system({ classification: 'classified' }),
        ),
        (kind, change, bad) => {
          expect(isSubmittable(askGates(fine({ kind, ...change, ...bad })))).toBe(false)
        },
      ),
    )
  })
})
