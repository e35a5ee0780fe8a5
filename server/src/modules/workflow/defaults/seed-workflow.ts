/**
 * Puts the shipped calendar, flows and decision table in. Idempotent: run at every start, after the migrations. What the
 * authority has published is never overwritten: a newer default comes in as a draft then, for people to decide.
 */
import { readFile } from 'node:fs/promises'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { CHINA_CALENDAR, CHINA_HOURS_SOURCE } from '../../../platform/worktime/index.ts'
import { DEFAULT_CALENDAR, insertCalendar } from '../calendar/calendar-store.ts'
import {
  findPublishedTable,
  findTableByKey,
  insertTable,
  insertTableDraft,
  listTableVersions,
  loadTableForUpdate,
  updateTablePublished,
} from '../decision/decision-store.ts'
import {
  findFlowByKey,
  findPublished,
  hasBpmn,
  insertDraft,
  insertFlow,
  loadFlowForUpdate,
  updatePublished,
} from '../flow/flow-store.ts'
import { type ReadDefinition, readDefinition } from '../flow/read-definition.ts'
import { topicsOf, type WorkflowParts } from '../ports.ts'
import { DEFAULT_FLOWS, type DefaultFlow } from './default-flows.ts'
import { REQUEST_ROUTING, REQUEST_ROUTING_CONTENT } from './default-routing.ts'

/** Name under which the platform itself publishes its defaults. */
const PUBLISHER = '云衡 Yunheng'

interface ReadyFlow {
  readonly flow: DefaultFlow
  readonly bpmn: string
  readonly read: ReadDefinition
}

export async function seedWorkflow(ctx: Ctx, parts: WorkflowParts): Promise<void> {
  const ready = await Promise.all(DEFAULT_FLOWS.map((flow) => readDefault(flow, parts)))
  await ctx.inTx(async (tx) => {
    await seedCalendar(tx, ctx)
    for (const each of ready) await seedFlow(tx, ctx, each)
    await seedRouting(tx, ctx)
  })
}

async function readDefault(flow: DefaultFlow, parts: WorkflowParts): Promise<ReadyFlow> {
  const bpmn = await readFile(new URL(`${flow.key}.bpmn`, import.meta.url), 'utf8')
  const read = await readDefinition(bpmn, topicsOf(parts))
  if (!read.graph || read.problems.length > 0)
    throw new Error(
      `assertion: the shipped flow ${flow.key} is sound: ${read.problems[0]?.en ?? 'unreadable'}`,
    )
  return { flow, bpmn, read }
}

async function seedCalendar(tx: Tx, ctx: Ctx): Promise<void> {
  const id = ctx.ids.next()
  const name = { zh: '全国工作日历', en: 'National working calendar' }
  const inserted = await insertCalendar(
    tx,
    { id, code: DEFAULT_CALENDAR, name },
    {
      content: CHINA_CALENDAR,
      hoursSource: CHINA_HOURS_SOURCE,
      isProductDefault: true,
      note: CHINA_CALENDAR.years.map((year) => `${year.year}：${year.source}`).join('；'),
      createdBy: null,
      at: ctx.clock.now(),
    },
  )
  if (inserted)
    await ctx.audit(tx, { act: 'calendar.set-year', noun: 'calendar', objectId: id, bodyId: null })
}

async function seedFlow(tx: Tx, ctx: Ctx, { bpmn, flow, read }: ReadyFlow): Promise<void> {
  if (!read.graph) return
  const known = await findFlowByKey(tx, flow.key)
  const id = known?.id ?? ctx.ids.next()
  if (!known) {
    const { name } = read.graph
    const { key, subjectNoun } = flow
    const row = {
      id,
      key,
      name_zh: name.zh,
      name_en: name.en,
      subject_noun: subjectNoun,
      created_at: ctx.clock.now(),
    }
    if (!(await insertFlow(tx, row))) return
  }
  await loadFlowForUpdate(tx, id)
  if (await hasBpmn(tx, id, bpmn)) return
  const published = await findPublished(tx, flow.key)
  const versionId = ctx.ids.next()
  await insertDraft(tx, {
    id: versionId,
    flowId: id,
    bpmn,
    graph: read.graph,
    source: flow.source,
    isProductDefault: true,
    note: flow.note,
    createdBy: null,
    at: ctx.clock.now(),
  })
  const mayPublish = !published || published.is_product_default
  if (mayPublish) await updatePublished(tx, { id: versionId, flow_id: id }, PUBLISHER, ctx.clock.now())
  const act = mayPublish ? 'flow-version.publish' : 'flow-version.create'
  await ctx.audit(tx, {
    act,
    noun: 'flow',
    objectId: id,
    bodyId: null,
    after: { key: flow.key, source: flow.source },
  })
}

async function seedRouting(tx: Tx, ctx: Ctx): Promise<void> {
  const at = ctx.clock.now()
  const known = await findTableByKey(tx, REQUEST_ROUTING)
  const id = known?.id ?? ctx.ids.next()
  if (!known) {
    const name = { name_zh: '资源申请路由', name_en: 'Routing of requests' }
    const row = { id, key: REQUEST_ROUTING, ...name, subject_noun: 'request', created_at: at }
    if (!(await insertTable(tx, row))) return
  }
  await loadTableForUpdate(tx, id)
  const text = canonical(REQUEST_ROUTING_CONTENT)
  if ((await listTableVersions(tx, id)).some((version) => canonical(version.content) === text)) return
  const published = await findPublishedTable(tx, REQUEST_ROUTING)
  const versionId = ctx.ids.next()
  await insertTableDraft(tx, {
    id: versionId,
    tableId: id,
    content: REQUEST_ROUTING_CONTENT,
    source: '盐政办发〔2024〕7号 四(二)；其余为产品默认值',
    isProductDefault: true,
    note: '随产品提供 shipped with the product',
    createdBy: null,
    at,
  })
  const mayPublish = !published || published.is_product_default
  if (mayPublish) await updateTablePublished(tx, { id: versionId, table_id: id }, PUBLISHER, at)
  const act = mayPublish ? 'decision-table.publish' : 'decision-table.create-version'
  await ctx.audit(tx, { act, noun: 'flow', objectId: id, bodyId: null, after: { key: REQUEST_ROUTING } })
}

/** JSON with sorted keys: PostgreSQL keeps jsonb in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
