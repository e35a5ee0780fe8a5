import type { AttachmentKind, Estimate, RequestContent, RequestKind, Term } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina, daysBetween } from '../../../platform/worktime/index.ts'
import { listAttachmentKinds } from '../attachment/attachment-store.ts'
import type { Doors, HeldBy, PlanFact, ResourceFact } from '../doors.ts'
import type { ReferenceFact, SystemFact } from '../gate/gate-facts.ts'
import { listBusyResources } from '../line-store.ts'
import { findProjectFree } from '../project/project-approval.ts'
import { listTerms } from '../term/term-store.ts'
import { type Form, type LineSources, refuseLines, sumOf, toFormLine } from './form.ts'

export interface FormInput {
  readonly kind: RequestKind
  readonly systemId: string
  readonly content: RequestContent
  /** The saved request, when there is one. */
  readonly requestId: string | null
}

/** The system of a request, if it is one that the caller's body answers for. */
export async function loadSystem(doors: Doors, tx: Tx, ctx: Ctx, systemId: string): Promise<SystemFact> {
  const system = await doors.system.find(tx, systemId)
  if (!system) return refuse('request.system_not_yours')
  const { actor } = ctx
  if (actor.kind === 'person' && !actor.scope.all && !actor.scope.bodyIds.includes(system.bodyId))
    return refuse('request.system_not_yours')
  return system
}

/**
 * Loads everything that the form names and that the gates ask about, once and in one transaction.
 * @throws `request.line_malformed`, `request.system_not_yours`.
 */
export async function loadForm(doors: Doors, ctx: Ctx, tx: Tx, input: FormInput): Promise<Form> {
  const { kind, content } = input
  refuseLines(kind, content.lines)
  const system = await loadSystem(doors, tx, ctx, input.systemId)
  const sources = await loadSources(doors, tx, input)
  const lines = content.lines.map((line, index) => toFormLine(line, index, sources))
  const giving = kind === 'new' || kind === 'change'
  const owned = kind === 'new' ? await doors.supply.listResourcesOfSystem(tx, system.id) : []
  const attachments: readonly AttachmentKind[] =
    input.requestId === null ? [] : await listAttachmentKinds(tx, input.requestId)
  return {
    rules: await doors.rules.onDay(tx, dayInChina(ctx.clock.now()), system.bodyId),
    kind,
    content,
    system,
    attachments: new Set(attachments),
    lines,
    amounts: sumOf(lines),
    quota: giving ? await doors.room.findQuota(tx, system.bodyId) : null,
    pools: giving
      ? await doors.room.listPools(tx, {
          bodyId: system.bodyId,
          poolClass: content.poolClass,
          networkZone: content.networkZone,
          atEdge: content.atEdge,
          atRecovery: content.atRecovery ?? false,
        })
      : [],
    projectFree: giving ? await findProjectFree(doors, tx, system.id, input.requestId) : null,
    ...(await loadZones(doors, tx, system, lines)),
    ownRanges: lines.some((line) => line.cidr !== null)
      ? await doors.supply.listRanges(tx, { systemId: system.id, networkZone: content.networkZone })
      : [],
    ownedOfferings: new Set(owned.flatMap((each) => each.offeringCode ?? [])),
  }
}

/** Networks of the body and what is open between its zones; looked up only where a rule names an other side (R10). */
async function loadZones(
  doors: Doors,
  tx: Tx,
  system: { readonly id: string; readonly bodyId: string },
  lines: readonly { readonly remotes: readonly string[] }[],
) {
  if (lines.every(({ remotes }) => remotes.length === 0)) return { zoneRanges: [], crossZoneAccess: [] }
  return {
    zoneRanges: await doors.supply.listZoneRanges(tx, system.bodyId),
    crossZoneAccess: await doors.supply.listCrossZoneAccess(tx, system.id),
  }
}

async function loadSources(doors: Doors, tx: Tx, input: FormInput): Promise<LineSources> {
  const { lines } = input.content
  const planIds = [...new Set(lines.flatMap((line) => line.planId ?? []))]
  const resourceIds = [...new Set(lines.flatMap((line) => line.resourceId ?? []))]
  const plans = await doors.catalogue.findPlans(tx, planIds)
  return {
    kind: input.kind,
    systemId: input.systemId,
    plans,
    references: await findReferences(doors, tx, input, plans),
    resources: await doors.supply.findResources(tx, resourceIds),
    terms: await listTerms(tx, resourceIds),
    busy: await listBusyResources(tx, resourceIds, input.requestId),
    unitOf: doors.catalogue.unitOf,
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Codes of images and tiers are no identifiers, and PostgreSQL refuses to compare them with one. */
export const isId = (text: string) => UUID.test(text)

/** Everything that parameters refer to by identifier, looked up at once. */
async function findReferences(
  doors: Doors,
  tx: Tx,
  { kind, content }: FormInput,
  plans: ReadonlyMap<string, PlanFact>,
): Promise<ReadonlyMap<string, ReferenceFact>> {
  if (kind !== 'new') return new Map()
  const ids = content.lines.flatMap((line) => {
    const plan = plans.get(line.planId ?? '')
    const unit = plan && doors.catalogue.unitOf(plan, line.parameters)
    return unit?.ok ? unit.chosen.flatMap((each) => each.ids.filter(isId)) : []
  })
  return doors.supply.findReferences(tx, [...new Set(ids)])
}

/** The term as the price list counts it; null while it is missing or over. */
export function termOf(content: Pick<RequestContent, 'termMonths' | 'until'>, now: Date): Term | null {
  if (content.termMonths !== null && content.until === null) return { months: content.termMonths, days: 0 }
  if (content.until === null || content.termMonths !== null) return null
  const days = daysBetween(dayInChina(now), content.until) + 1
  if (days <= 0) return null
  return { months: Math.floor(days / 30), days: days % 30 }
}

/** What the new plans cost for the term; null while something is missing that the price depends on. */
export async function estimateForm(doors: Doors, ctx: Ctx, tx: Tx, form: Form): Promise<Estimate | null> {
  const priced = form.kind === 'new' || form.kind === 'change'
  const now = ctx.clock.now()
  const term = form.kind === 'change' ? { months: 1, days: 0 } : termOf(form.content, now)
  const whole = form.lines.every((line) => line.plan?.isPublished && line.parameterProblem === null)
  if (!priced || term === null || !whole || form.lines.length === 0) return null
  const lines = form.lines.flatMap(({ input: { planId, quantity, parameters }, resource }) =>
    planId === null ? [] : [{ line: { planId, quantity, parameters }, resource }],
  )
  const input = {
    lines: lines.map(({ line }) => line),
    term,
    providerBodyId: form.content.preferredProviderId,
    onDay: dayInChina(now),
  }
  const held = form.kind === 'change' ? lines.map(({ resource }) => resource && heldBy(resource)) : []
  return doors.catalogue.estimate(ctx, tx, input, held)
}

const heldBy = ({ id: resourceId, requestLineId, providerBodyId }: ResourceFact): HeldBy => ({
  resourceId,
  requestLineId,
  providerBodyId,
})
