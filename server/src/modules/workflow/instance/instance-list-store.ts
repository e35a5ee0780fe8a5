/** Lists of instances. `db` carries the caller's scope: row-level security leaves out what he may not know of. */
import type { Text } from '@yunheng/contract'
import { sql } from 'kysely'
import { type Db, type PageRequest, readPage } from '../../../platform/db/index.ts'
import type { Hands } from '../people/hands.ts'
import { type InstanceRow, selectInstance, toInstanceRow } from './instance-store.ts'
import type { CurrentStep } from './instance-view.ts'

interface InstanceFilter {
  readonly state?: 'running' | 'ended'
  readonly flowKey?: string
  readonly subjectNoun?: string
  readonly subjectId?: string
  readonly overdue?: boolean
  readonly starterId?: string
}

type ListedInstance = InstanceRow & { readonly steps: readonly CurrentStep[] }

/** Open steps as JSON, with the name that the pinned version gives them. */
const STEPS = sql<unknown>`(select coalesce(jsonb_agg(jsonb_build_object('nodeId', s.node_id, 'openedAt', s.opened_at,
    'dueAt', s.due_at, 'overdueAt', s.overdue_at,
    'name', (select n -> 'name' from jsonb_array_elements(v.graph -> 'nodes') n where n ->> 'id' = s.node_id))
    order by s.number), '[]') from flow_step s where s.instance_id = i.id and s.state = 'open')`

interface StepJson {
  readonly nodeId: string
  readonly name: Text
  readonly openedAt: string
  readonly dueAt: string | null
  readonly overdueAt: string | null
}

function toSteps(value: unknown): readonly CurrentStep[] {
  return (value as StepJson[]).map((each) => ({
    nodeId: each.nodeId,
    name: each.name,
    openedAt: new Date(each.openedAt),
    dueAt: each.dueAt === null ? null : new Date(each.dueAt),
    overdueAt: each.overdueAt === null ? null : new Date(each.overdueAt),
  }))
}

export async function listInstances<W>(
  db: Db,
  filter: InstanceFilter,
  now: Date,
  page: PageRequest,
  toWire: (row: ListedInstance) => W,
) {
  let query = selectInstance(db).select(STEPS.as('steps'))
  if (filter.state !== undefined) query = query.where('i.state', '=', filter.state)
  if (filter.flowKey !== undefined) query = query.where('flow.key', '=', filter.flowKey)
  if (filter.subjectNoun !== undefined) query = query.where('i.subject_noun', '=', filter.subjectNoun)
  if (filter.subjectId !== undefined) query = query.where('i.subject_id', '=', filter.subjectId)
  if (filter.starterId !== undefined) query = query.where('i.starter_id', '=', filter.starterId)
  if (filter.overdue !== undefined) {
    const late = sql<boolean>`exists (select from flow_step s where s.instance_id = i.id and s.state = 'open' and s.due_at < ${now})`
    query = query.where(filter.overdue ? late : sql<boolean>`not ${late}`)
  }
  return readPage(
    query,
    page,
    { sort: 'i.started_at', id: 'i.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.started_at.toISOString(), row.id],
    (row) => toWire({ ...toInstanceRow(row), steps: toSteps(row.steps) }),
  )
}

/** Whether one of these hands reaches an open task of the instance. `db` sees the whole platform. */
export async function hasCandidate(db: Db, instanceId: string, hands: Hands): Promise<boolean> {
  if (hands.ready.length === 0) return false
  const row = await db
    .selectFrom('task_candidate')
    .select('task_id')
    .where('instance_id', '=', instanceId)
    .where((eb) =>
      eb.or(
        hands.ready.flatMap((hand) => [
          eb('person_id', '=', hand.personId),
          ...hand.seats.map((seat) => eb.and([eb('body_id', '=', seat.bodyId), eb('role', '=', seat.role)])),
        ]),
      ),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
