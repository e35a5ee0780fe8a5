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
import { type InfrastructureItem, listInfrastructure, listToMigrate, listUpkeep } from './check-store.ts'
import { type Cut, cutOf, sumOfCuts } from './reduction.ts'

/** Answered by the modules above: which of these systems have anything on a cloud. */
export interface CheckPorts {
  listWithResources(db: Db, systemIds: readonly string[]): Promise<ReadonlySet<string>>
}

const CLAUSE = { source: '青政办〔2017〕24号 六', isProductDefault: false }
const thisYear = (ctx: Ctx) => yearOf(dayInChina(ctx.clock.now()))
const platformRules = (ctx: Ctx, db: Db) => rulesOnDay(db, dayInChina(ctx.clock.now()), null)

/** R270: what of new projects the cloud can carry. */
export async function listDuplicates(
  ctx: Ctx,
  query: QueryOf<typeof operations.duplicates>,
): Promise<ResponseOf<typeof operations.duplicates>> {
  const db = ctx.authz.require(ctx, 'list', 'budget')
  const { items, nextPageToken } = await listInfrastructure(db, query, query)
  return {
    items: items.map((row): DuplicateProject => {
      const found = row.items.map(toItem)
      const flagged = found.reduce(
        (sum, { finding, cost }) => sum + (finding === 'flagged' ? (cost?.amountMinor ?? 0) : 0),
        0,
      )
      return {
        filing: { id: row.id, no: row.no, name: row.name },
        body: { id: row.body_id, name: row.body_name },
        state: row.state === 'accepted' ? 'accepted' : 'submitted',
        items: found,
        flagged: money(flagged),
        budgets: row.budgets,
      }
    }),
    nextPageToken,
    rule: CLAUSE,
  }
}

/** Only a machine room that the state requires is exempt, once its document is approved (R35). */
export function toItem(item: InfrastructureItem): DuplicateProject['items'][number] {
  const { number, kind, name, costMinor, document, isApproved } = item
  const finding = document === null ? 'flagged' : isApproved ? 'exempt' : 'waiting'
  return { number, kind, name, cost: costMinor === null ? null : money(costMinor), finding, document }
}

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
        evidence: [...(row.evidence ?? [])],
        actions: { addFile },
      }),
    ),
    nextPageToken,
    rule,
  }
}
