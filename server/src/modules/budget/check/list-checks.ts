import type {
  DuplicateProject,
  budgetListOperations as operations,
  QueryOf,
  ReductionRow,
  ResponseOf,
  StopRow,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { rulesOnDay } from '../../rule/index.ts'
import { money } from '../budget-view.ts'
import { yearOf } from '../spread.ts'
import { isLeadingGroup } from './add-stop-file.ts'
import { listUpkeep } from './check-store.ts'
import { type InfrastructureItem, type LineOfCheck, listInfrastructure } from './duplicate-store.ts'
import { type Cut, cutOf, sumOfCuts } from './reduction.ts'
import { listToMigrate } from './stop-store.ts'

/** Answered by the modules above: which of these systems have anything on a cloud. */
export interface CheckPorts {
  listWithResources(db: Db, systemIds: readonly string[]): Promise<ReadonlySet<string>>
}

const CLAUSE = { source: '青政办〔2017〕24号 六', isProductDefault: false }
const thisYear = (ctx: Ctx) => yearOf(dayInChina(ctx.clock.now()))
const platformRules = (ctx: Ctx, db: Db) => rulesOnDay(db, dayInChina(ctx.clock.now()), null)

/** R270: what of new projects the cloud can carry, and what is budgeted for them. */
export async function listDuplicates(
  ctx: Ctx,
  query: QueryOf<typeof operations.duplicates>,
): Promise<ResponseOf<typeof operations.duplicates>> {
  const db = ctx.authz.require(ctx, 'list', 'budget')
  const { items, nextPageToken } = await listInfrastructure(db, query, query)
  return {
    items: items.map((row): DuplicateProject => {
      const state = row.state === 'accepted' ? 'accepted' : 'submitted'
      const found = row.items.map((item) => toItem(item, { state, exemptBy: row.exempt_by }))
      const flagged = found.reduce(
        (sum, { finding, cost }) => sum + (finding === 'flagged' ? (cost?.amountMinor ?? 0) : 0),
        0,
      )
      return {
        filing: { id: row.id, no: row.no, name: row.name },
        body: { id: row.body_id, name: row.body_name },
        state,
        items: found,
        flagged: money(flagged),
        lines: row.lines.map((line) => ({ ...toLine(line), flagged: isFlagged(line, found) })),
        budgets: row.budgets,
        budgeted: money(row.budgeted_minor),
      }
    }),
    nextPageToken,
    rule: CLAUSE,
  }
}

/**
 * Exempt are a machine room that the state requires, once its document is approved (R35), and what a project builds that is exempt from
 * the lease, once it is accepted (R33).
 */
export function toItem(
  item: InfrastructureItem,
  of: { readonly state: DuplicateProject['state']; readonly exemptBy: string | null },
): DuplicateProject['items'][number] {
  const { number, kind, name, costMinor, offeringCode, offeringTitle } = item
  const isOwn = kind === 'machine-room' || kind === 'own-cloud-expansion'
  const document = isOwn ? item.document : of.exemptBy
  const isApproved = isOwn ? item.isApproved : of.state === 'accepted'
  const finding = document === null ? 'flagged' : isApproved ? 'exempt' : 'waiting'
  const cost = costMinor === null ? null : money(costMinor)
  const offering =
    offeringCode === null
      ? null
      : { code: offeringCode, title: offeringTitle ?? { zh: offeringCode, en: offeringCode } }
  return { number, kind, name, cost, offering, finding, document }
}

const UPKEEP: ReadonlySet<string> = new Set(['machine-room', 'network', 'hardware'])

/** A line for infrastructure of its own, unless all that the project builds of it is exempt. */
const isFlagged = ({ purpose }: LineOfCheck, items: DuplicateProject['items']): boolean =>
  UPKEEP.has(purpose) && (items.length === 0 || items.some(({ finding }) => finding !== 'exempt'))

const toLine = ({ amountMinor, ...line }: LineOfCheck) => ({ ...line, amount: money(amountMinor) })

/** R272: upkeep of own infrastructure against what is allowed of the year before. */
export async function listReductions(
  ctx: Ctx,
  query: QueryOf<typeof operations.reductions>,
): Promise<ResponseOf<typeof operations.reductions>> {
  const db = ctx.authz.require(ctx, 'list', 'budget')
  const fiscalYear = query.fiscalYear ?? thisYear(ctx)
  const book = await platformRules(ctx, db)
  const { value: percent, ...source } = book.integer('budget.upkeep.reduction-percent')
  const fromYear = book.integer('budget.upkeep.reduction-from-year').value
  const rule = { percent, applies: fiscalYear >= fromYear }
  const { items, nextPageToken } = await listUpkeep(db, { ...query, fiscalYear }, query)
  const cut = (before: string, planned: string) =>
    cutOf({ beforeMinor: Number(before), plannedMinor: Number(planned) }, rule)
  return {
    items: items.map((row): ReductionRow => {
      const machineRoom = cut(row.machine_room_before, row.machine_room_planned)
      const network = cut(row.network_before, row.network_planned)
      const hardware = cut(row.hardware_before, row.hardware_planned)
      const total = sumOfCuts([machineRoom, network, hardware])
      return {
        body: { id: row.body_id, name: row.body_name },
        fiscalYear,
        machineRoom: toCut(machineRoom),
        network: toCut(network),
        hardware: toCut(hardware),
        total: toCut(total),
        state: total.beyondMinor > 0 ? 'beyond' : 'met',
      }
    }),
    nextPageToken,
    rule: { ...source, percent, fromYear },
  }
}

const toCut = (cut: Cut): ReductionRow['total'] => ({
  before: money(cut.beforeMinor),
  allowed: money(cut.allowedMinor),
  planned: money(cut.plannedMinor),
  beyond: money(cut.beyondMinor),
})

/** R273: systems that should be on the cloud and are not, with the evidence of the leading group's office. */
export async function listStops(
  ports: CheckPorts,
  ctx: Ctx,
  query: QueryOf<typeof operations.stops>,
): Promise<ResponseOf<typeof operations.stops>> {
  const db = ctx.authz.require(ctx, 'list', 'budget')
  const fiscalYear = query.fiscalYear ?? thisYear(ctx)
  const book = await platformRules(ctx, db)
  const { value: fromYear, ...source } = book.integer('budget.stop.from-year')
  const levelMax = book.integer('system.level-max').value
  const rule = { ...source, fromYear }
  if (fiscalYear < fromYear) return { items: [], nextPageToken: null, rule }
  const { items, nextPageToken } = await listToMigrate(db, { ...query, fiscalYear, levelMax }, query)
  const moving = await ports.listWithResources(
    db,
    items.map(({ id }) => id),
  )
  const refusal = (await isLeadingGroup(ctx, db)) ? null : 'budget.not_leading_group'
  const addFile = ctx.authz.allowance(ctx.actor, 'operate', 'budget', refusal)
  return {
    items: items.map(
      (row): StopRow => ({
        system: { id: row.id, code: row.code, name: row.name },
        body: { id: row.body_id, name: row.body_name },
        wave: row.wave_name === null ? null : { name: row.wave_name, endsOn: row.wave_ends_on },
        standing: moving.has(row.id) ? 'moving' : 'absent',
        upkeep: money(row.upkeep_minor),
        bodyUpkeep: money(row.body_upkeep_minor),
        lines: row.lines.map(({ isOfSystem, ...line }) => ({ ...toLine(line), isOfSystem })),
        evidence: [...(row.evidence ?? [])],
        actions: { addFile },
      }),
    ),
    nextPageToken,
    rule,
  }
}
