/** A request as it is being written: its lines resolved against catalogue and ledger, and the facts for the gates. */
import type {
  Amounts,
  AttachmentKind,
  Dimension,
  RequestContent,
  RequestKind,
  RequestLineInput,
} from '@yunheng/contract'
import { type FieldProblem, refuse } from '../../../platform/errors.ts'
import { add, amountsOf, exceeding, fitsIn, NO_AMOUNTS } from '../amounts.ts'
import type { PlanFact, PoolRoom, QuotaFact, ResourceFact, UnitFact } from '../doors.ts'
import type { ChoiceFact, GateFacts, LineFact, ReferenceFact, SystemFact } from '../gate/gate-facts.ts'
import type { RequestRules } from '../gate/gate-rules.ts'
import type { TermRow } from '../term/term-store.ts'

/** A line with everything that is known about what it names. */
export interface FormLine {
  readonly number: number
  readonly input: RequestLineInput
  readonly plan: PlanFact | null
  readonly resource: ResourceFact | null
  readonly term: TermRow | null
  readonly parameterProblem: { readonly zh: string; readonly en: string } | null
  readonly parameterFields: readonly FieldProblem[]
  readonly choices: readonly ChoiceFact[]
  readonly brings: LineFact['brings']
  readonly cidr: string | null
  /** Other sides that access rules name. */
  readonly remotes: readonly string[]
  /** Of the whole line; what is added, for a change. */
  readonly amounts: Amounts
  readonly aboveRecommended: readonly Dimension[]
  readonly busyWith: string | null
}

export interface Form {
  readonly rules: RequestRules
  readonly kind: RequestKind
  readonly content: RequestContent
  readonly system: SystemFact
  readonly attachments: ReadonlySet<AttachmentKind>
  readonly lines: readonly FormLine[]
  readonly amounts: Amounts
  readonly quota: QuotaFact | null
  readonly pools: readonly PoolRoom[]
  readonly ownRanges: GateFacts['ownRanges']
  readonly zoneRanges: GateFacts['zoneRanges']
  readonly crossZoneAccess: GateFacts['crossZoneAccess']
  readonly ownedOfferings: ReadonlySet<string>
  /** What the project approval still allows; null without one. */
  readonly projectFree: Amounts | null
}

/** A line names a plan, a resource or both, as its kind of request asks. The form can always be mended, so this is strict. */
export function refuseLines(kind: RequestKind, lines: readonly RequestLineInput[]): void {
  const wantsPlan = kind === 'new' || kind === 'change'
  const seen = new Set<string>()
  for (const [index, line] of lines.entries()) {
    const wrong = (why: string, whyEn: string) =>
      refuse('request.line_malformed', {
        details: { line: index + 1, why, whyEn },
        fields: [{ path: `/lines/${index}`, zh: why, en: whyEn }],
      })
    if (wantsPlan && line.planId === null) wrong('须选择规格', 'a plan is needed')
    if (!wantsPlan && line.planId !== null) wrong('此类申请不填规格', 'no plan is taken here')
    if (kind === 'new' && line.resourceId !== null) wrong('新增申请不填已有资源', 'no resource is taken here')
    if (kind !== 'new' && line.resourceId === null) wrong('须选择资源', 'a resource is needed')
    if (kind !== 'new' && (line.serverLine ?? null) !== null)
      wrong('只有新增申请能挂载到另一行', 'only a new request attaches one line to another')
    if (line.serverLine === index + 1) wrong('不能挂载到自身所在的行', 'a line is not attached to itself')
    if (kind !== 'new' && line.quantity !== 1) wrong('数量应为 1', 'the quantity is 1')
    if (line.resourceId !== null && seen.has(line.resourceId))
      wrong('同一资源重复', 'the resource stands twice')
    if (line.resourceId !== null) seen.add(line.resourceId)
  }
}

export interface LineSources {
  readonly kind: RequestKind
  readonly systemId: string
  readonly plans: ReadonlyMap<string, PlanFact>
  readonly resources: ReadonlyMap<string, ResourceFact>
  /** What the parameters of the lines refer to. */
  readonly references: ReadonlyMap<string, ReferenceFact>
  readonly terms: ReadonlyMap<string, TermRow>
  readonly busy: ReadonlyMap<string, string>
  unitOf(plan: PlanFact, parameters: Readonly<Record<string, unknown>>): UnitFact
}

export function toFormLine(input: RequestLineInput, index: number, sources: LineSources): FormLine {
  const plan = input.planId === null ? null : (sources.plans.get(input.planId) ?? null)
  const known = input.resourceId === null ? null : (sources.resources.get(input.resourceId) ?? null)
  // Another system's resource, and one that is being given back, are as good as absent.
  const resource = known && known.systemId === sources.systemId && !known.isGivenBack ? known : null
  const unit = plan && sources.unitOf(plan, input.parameters)
  const whole = unit?.ok ? amountsOf(unit.dimensions, input.quantity) : NO_AMOUNTS
  return {
    number: index + 1,
    input,
    plan,
    resource,
    term: input.resourceId === null ? null : (sources.terms.get(input.resourceId) ?? null),
    parameterProblem: unit && !unit.ok ? unit.why : null,
    parameterFields: unit && !unit.ok ? unit.problems.map(at(`/lines/${index}/parameters`)) : [],
    choices: choicesOf(unit, sources),
    brings: unit?.ok && plan ? bringsOf(plan, unit.dimensions) : null,
    cidr: unit?.ok && typeof unit.parameters.cidr === 'string' ? unit.parameters.cidr : null,
    remotes: unit?.ok ? remotesOf(unit.parameters) : [],
    amounts: sources.kind === 'change' && resource ? exceeding(whole, resource.amounts) : whole,
    aboveRecommended: unit?.ok ? unit.aboveRecommended : [],
    busyWith: input.resourceId === null ? null : (sources.busy.get(input.resourceId) ?? null),
  }
}

/** What may carry a volume, and a volume that comes by itself: what runs brings its own. */
function bringsOf(
  { fulfilment }: PlanFact,
  dimensions: readonly { readonly dimension: Dimension; readonly amount: number }[],
): LineFact['brings'] {
  if (fulfilment.by !== 'connector') return null
  if (fulfilment.kinds.includes('server')) return 'server'
  const isVolume = dimensions.some((each) => each.dimension === 'storage-gib' && each.amount > 0)
  return isVolume && fulfilment.kinds.includes('volume') ? 'volume' : null
}

/** A security group's `rules`, by the name that every plan with rules gives them. */
function remotesOf({ rules }: Readonly<Record<string, unknown>>): readonly string[] {
  if (!Array.isArray(rules)) return []
  return rules.flatMap((rule: { readonly remoteCidr?: unknown }) =>
    typeof rule?.remoteCidr === 'string' ? [rule.remoteCidr] : [],
  )
}

const at =
  (place: string) =>
  (problem: FieldProblem): FieldProblem => ({ ...problem, path: `${place}${problem.path}` })

function choicesOf(unit: UnitFact | null, sources: LineSources): readonly ChoiceFact[] {
  if (unit === null || !unit.ok) return []
  return unit.chosen.map(({ ids, ...choice }) => ({
    ...choice,
    values: ids,
    found: ids.map((id) => sources.references.get(id) ?? null),
  }))
}

export function sumOf(lines: readonly { readonly amounts: Amounts }[]): Amounts {
  return lines.reduce((sum, line) => add(sum, line.amounts), NO_AMOUNTS)
}

export function toGateFacts(
  form: Form,
  today: string,
  beside: Pick<GateFacts, 'budget' | 'ceiling' | 'growth' | 'savings'>,
): GateFacts {
  const { content } = form
  return {
    rules: form.rules,
    today,
    kind: form.kind,
    purpose: content.purpose,
    networkZone: content.networkZone,
    poolClass: content.poolClass,
    atEdge: content.atEdge,
    termMonths: content.termMonths,
    until: content.until,
    justification: content.justification,
    preferredProviderId: content.preferredProviderId,
    providerReason: content.providerReason,
    comparedProviderIds: content.comparedProviderIds,
    dataDisposal: content.dataDisposal,
    attachments: form.attachments,
    system: form.system,
    lines: form.lines.map((line) => toLineFact(form.kind, line)),
    amounts: form.amounts,
    ownRanges: form.ownRanges,
    zoneRanges: form.zoneRanges,
    crossZoneAccess: form.crossZoneAccess,
    ownedOfferings: form.ownedOfferings,
    quotaFree: form.quota?.free ?? null,
    pools: form.pools.map((pool) => ({
      id: pool.id,
      cloudId: pool.cloud.id,
      images: new Set(pool.images),
      tiers: new Set(pool.tiers),
      providerId: pool.provider.id,
      fits: fitsIn(form.amounts, pool.free),
    })),
    projectFree: form.projectFree,
    ...beside,
  }
}

function toLineFact(kind: RequestKind, line: FormLine): LineFact {
  return {
    number: line.number,
    quantity: line.input.quantity,
    reason: line.input.reason,
    plan: line.plan && {
      offeringCode: line.plan.offeringCode,
      isPublished: line.plan.isPublished,
      isCurrent: line.plan.isCurrent,
      computes: line.plan.computes,
    },
    wantsPlan: kind === 'new' || kind === 'change',
    parameterProblem: line.parameterProblem,
    parameterFields: line.parameterFields,
    choices: line.choices,
    brings: line.brings,
    serverLine: line.input.serverLine ?? null,
    cidr: line.cidr,
    remotes: line.remotes,
    aboveRecommended: line.aboveRecommended,
    wantsResource: kind !== 'new',
    resource: line.resource && {
      name: line.resource.name,
      offeringCode: line.resource.offeringCode,
      purpose: line.term?.purpose ?? null,
      renewals: line.term?.renewals ?? 0,
      onCountyCloud: line.resource.onCountyCloud,
    },
    busyWith: line.busyWith,
  }
}

/** `云主机 × 3、云防火墙 × 1`, or the resources that it is about. */
export function summarise(kind: RequestKind, lines: readonly FormLine[]): { zh: string; en: string } {
  if (kind === 'new') {
    const counts = new Map<string, { zh: string; en: string; quantity: number }>()
    for (const { plan, input } of lines) {
      if (!plan) continue
      const known = counts.get(plan.offeringCode)
      counts.set(plan.offeringCode, {
        ...plan.offeringTitle,
        quantity: (known?.quantity ?? 0) + input.quantity,
      })
    }
    const all = [...counts.values()]
    return {
      zh: all.map((each) => `${each.zh} × ${each.quantity}`).join('、'),
      en: all.map((each) => `${each.en} × ${each.quantity}`).join(', '),
    }
  }
  const names = lines.flatMap((line) => line.resource?.name ?? [])
  const shown = names.slice(0, 3)
  const more = names.length - shown.length
  return {
    zh: `${shown.join('、')}${more > 0 ? ` 等 ${names.length} 项` : ''}`,
    en: `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  }
}
