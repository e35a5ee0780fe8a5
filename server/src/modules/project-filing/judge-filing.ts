/** Asks the rules in force about a filing as it stands. */
import type {
  BodyOf,
  FilingFinding,
  LeaseExemption,
  projectFilingOperations as operations,
  ResponseOf,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { listPricesInForce } from '../catalogue/index.ts'
import { rulesOnDay } from '../rule/index.ts'
import { carrierOf, isAskedFor, lowestPrices, type PricedCarrier } from './carried.ts'
import { type FilingItemRow, type FilingRow, findLevel, listCarriers } from './filing-store.ts'
import { offeredKinds } from './offered-kinds.ts'
import { carriedFindings, findingsOf, toFilingRules } from './project-filing.ts'

export async function judgeFiling(
  ctx: Ctx,
  db: Db,
  filing: FilingRow,
  items: readonly FilingItemRow[],
): Promise<readonly FilingFinding[]> {
  const book = await rulesOnDay(db, dayInChina(ctx.clock.now()), filing.body_id)
  const carriers = await findCarriers(
    ctx,
    db,
    filing,
    items.map((item) => ({ kind: item.kind, name: item.name, offeringCode: item.offering_code })),
  )
  const facts = {
    level: filing.region_level,
    nature: filing.nature,
    connection: filing.connection,
    exemption: filing.exemption as LeaseExemption | null,
    items: items.map((item, index) => ({
      number: item.number,
      kind: item.kind,
      stateRequirement: requirementOf(item),
      isApproved: item.approved_at !== null,
      carrier: carriers[index] ?? null,
      ownReason: item.own_reason,
    })),
  }
  return findingsOf(facts, toFilingRules(book))
}

/** What the form offers of such a project, and what the catalogue carries of it; the rest of the rules is asked of what was saved. */
export async function previewFiling(
  ctx: Ctx,
  input: BodyOf<typeof operations.preview>,
): Promise<ResponseOf<typeof operations.preview>> {
  ctx.authz.require(ctx, 'create', 'project-filing')
  const { db } = ctx
  const rules = toFilingRules(await rulesOnDay(db, dayInChina(ctx.clock.now()), input.bodyId))
  const level = await findLevel(db, input.bodyId)
  const { kinds, requiredKinds } = offeredKinds({ level, connection: input.connection }, rules)
  const carriers = await findCarriers(ctx, db, input, input.items)
  const items = input.items.map(({ kind, ownReason }, index) => ({
    number: index + 1,
    kind,
    isApproved: false,
    carrier: carriers[index] ?? null,
    ownReason: ownReason?.trim() || null,
  }))
  return {
    kinds: [...kinds],
    requiredKinds: [...requiredKinds],
    findings: [...carriedFindings({ ...input, items }, rules)],
  }
}

/** For each item the service that would carry it, with the lowest prices of today; nothing is read where the clause does not ask. */
async function findCarriers(
  ctx: Ctx,
  db: Db,
  filing: Parameters<typeof isAskedFor>[0],
  items: readonly Parameters<typeof carrierOf>[0][],
): Promise<readonly (PricedCarrier | null)[]> {
  if (!isAskedFor(filing)) return items.map(() => null)
  const offerings = await listCarriers(db)
  const found = items.map((item) => carrierOf(item, offerings))
  if (found.every((one) => one === null)) return items.map(() => null)
  const now = ctx.clock.now()
  const lists = await listPricesInForce(db, { from: now, to: new Date(now.getTime() + 1) })
  const lines = lists.flatMap((list) => list.lines)
  return found.map((one) => one && { ...one, prices: lowestPrices(lines, one.code) })
}

export const requirementOf = (item: FilingItemRow) =>
  item.requirement_document === null || item.requirement_clause === null
    ? null
    : { document: item.requirement_document, clause: item.requirement_clause }
