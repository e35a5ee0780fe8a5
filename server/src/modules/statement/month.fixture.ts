/** A provider's month as the platform knows it, resource by resource, written straight into its ledgers. */

import type { StatementDifference, StatementHandedIn } from '@yunheng/contract'
import { differenceOperations, statementOperations as operations } from '@yunheng/contract'
import type { TestServer } from '../../../test/kit/open-server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { yuanOf } from '../../platform/money.ts'
import { instantOf, meterNumber, saveMark, windowOfMonth } from '../metering/index.ts'

export type Dimension = 'vcpu' | 'memory-gib' | 'root-disk-gib'

export interface Held {
  readonly dimension: Dimension
  /** Thousandths of a unit × seconds. */
  readonly held: bigint
  /** 分; null where there is no price. */
  readonly fen: bigint | null
}

export interface Thing {
  readonly id: string
  readonly isApproved: boolean
  /** What the cloud calls it. */
  readonly externalId: string
  readonly endedAt: Date | null
  readonly held: readonly Held[]
  /** What the bill of the month adjusts of earlier ones. */
  readonly adjusted?: readonly { readonly month: string; readonly fen: bigint }[]
}

export interface Line {
  readonly resource: string
  readonly item: string
  readonly quantity: string
  readonly unit: string
  readonly yuan: string
  /** Of what corrects an earlier month. */
  readonly serviceMonth?: string
}

/** What it gives back, or bills, for an earlier month. */
export const correctionOf = (thing: Pick<Thing, 'externalId'>, serviceMonth: string, fen: bigint): Line => ({
  resource: thing.externalId,
  item: '退费',
  quantity: '',
  unit: '',
  yuan: yuanOf(fen),
  serviceMonth,
})

/** Exact, in units × seconds. */
export const seconds = (held: bigint) => `${held / 1000n}.${(held % 1000n).toString().padStart(3, '0')}`

/** What a provider with good books bills for it. */
export const lineOf = (thing: Thing, { dimension, held, fen }: Held): Line => ({
  resource: thing.externalId,
  item: dimension,
  quantity: seconds(held),
  unit: '单位·秒',
  yuan: yuanOf(fen ?? 0n),
})

export async function writeMonth(server: TestServer, month: string, things: readonly Thing[]): Promise<void> {
  const { owner } = server.database
  const { department: body, provider } = server.world.bodies
  const window = windowOfMonth(month)
  await server.database.withConnection(SCOPE_ALL, (client) => saveMark(client, window.to))
  const at = instantOf(window.from - 2400)
  await owner.query(
    `insert into resource (id, kind, name, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, request_id,
       created_by, created_at, presence, spec, intended_at, released_at, external_id, state, agreement, differences, conditions,
       wanted, reserved, allocated, search)
     select id, 'server', 'vm ' || external_id, $2::uuid, gen_random_uuid(), $3::uuid, gen_random_uuid(), gen_random_uuid(),
       'government-extranet', case when approved then gen_random_uuid() end, 'test', $4, case when ended is null then 'present'
       else 'absent' end, '{}', coalesce(ended, $4), ended, external_id, case when ended is null then 'ready' else 'released' end,
       'level', '[]', '[]', '{}', '{}', '{}', external_id
     from unnest($1::uuid[], $5::text[], $6::boolean[], $7::timestamptz[]) as t (id, external_id, approved, ended)
     on conflict do nothing`,
    [
      things.map(({ id }) => id),
      body,
      provider,
      at,
      things.map(({ externalId }) => externalId),
      things.map(({ isApproved }) => isApproved),
      things.map(({ endedAt }) => endedAt),
    ],
  )
  await owner.query(
    `insert into usage_subject (resource_id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, kind)
     select id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, kind from resource
     where id = any ($1::uuid[]) and not exists (select from usage_subject s where s.resource_id = resource.id)`,
    [things.filter(({ held, adjusted }) => held.length > 0 || adjusted !== undefined).map(({ id }) => id)],
  )
  const held = things.flatMap((thing) => thing.held.map((one) => ({ ...one, id: thing.id })))
  const columns = [
    `${month}-01`,
    held.map(({ id }) => id),
    held.map(({ dimension }) => meterNumber(dimension)),
    held.map((one) => one.held.toString()),
    held.map(({ fen }) => fen?.toString() ?? null),
  ]
  const rows = `from unnest($2::uuid[], $3::smallint[], $4::bigint[], $5::bigint[]) with ordinality as t (id, meter, held, fen, no)
    join usage_subject s on s.resource_id = t.id`
  await owner.query(
    `insert into usage_month (month, subject_id, meter, holding, quantity)
     select $1::date, s.id, meter, 1, held ${rows}`,
    columns,
  )
  await owner.query(
    `insert into bill (id, body_id, month, rated_at, created_at) values (gen_random_uuid(), $1, $2::date, now(), now())
     on conflict do nothing`,
    [body, `${month}-01`],
  )
  await owner.query(
    `insert into charge (bill_id, no, category, subject_id, system_id, meter, from_hour, to_hour, serving, stopped, unseen,
       price_version_id, price_position, factor, billable, amount, unpriced)
     select (select id from bill where body_id = $6 and month = $1::date), no, 'usage', s.id, s.system_id, meter, $7, $8, held, 0, 0,
       case when fen is not null then gen_random_uuid() end, 0, null, case when fen is not null then held end, fen,
       case when fen is null then 'no-clause' end ${rows}`,
    [...columns, body, window.from, window.to],
  )
  await writeAdjustments(server, month, things, held.length)
}

async function writeAdjustments(
  server: TestServer,
  month: string,
  things: readonly Thing[],
  after: number,
): Promise<void> {
  const all = things.flatMap(({ id, adjusted = [] }) => adjusted.map((one) => ({ ...one, id })))
  await server.database.owner.query(
    `insert into charge (bill_id, no, category, subject_id, system_id, meter, from_hour, to_hour, serving, stopped, unseen,
       price_version_id, price_position, factor, billable, amount)
     select (select id from bill where body_id = $1 and month = $2::date), $3 + no, 'adjustment', s.id, s.system_id, 1, hour, hour + 1,
       1, 0, 0, gen_random_uuid(), 0, null, 1, fen
     from unnest($4::uuid[], $5::int[], $6::bigint[]) with ordinality as t (id, hour, fen, no)
       join usage_subject s on s.resource_id = t.id`,
    [
      server.world.bodies.department,
      `${month}-01`,
      after,
      all.map(({ id }) => id),
      all.map((one) => windowOfMonth(one.month).from),
      all.map(({ fen }) => fen.toString()),
    ],
  )
}

export const csvOf = (month: string, lines: readonly Line[]) => {
  const isCorrecting = lines.some(({ serviceMonth }) => serviceMonth !== undefined)
  const rows = lines.map(({ resource, item, quantity, unit, yuan: amount, serviceMonth = '' }) =>
    [resource, item, quantity, unit, amount, 'CNY', month, ...(isCorrecting ? [serviceMonth] : [])].join(','),
  )
  const head = `资源编号,计量项,用量,计量单位,金额（元）,币种,账期${isCorrecting ? ',服务月份' : ''}`
  return `${[head, ...rows].join('\r\n')}\r\n`
}

export async function handIn(
  server: TestServer,
  persona: Persona,
  month: string,
  content: string | Buffer,
  providerId: string | null = null,
) {
  return server.call(persona, operations.handIn, {
    body: { month, providerId, fileName: 'a.csv', contentBase64: Buffer.from(content).toString('base64') },
  })
}

export async function differencesOf(
  server: TestServer,
  { statement }: Pick<StatementHandedIn, 'statement'>,
): Promise<readonly StatementDifference[]> {
  const found: StatementDifference[] = []
  let pageToken: string | undefined
  do {
    const query = { statementId: statement?.id ?? '', pageSize: 200, ...(pageToken ? { pageToken } : {}) }
    const { body } = await server.call(server.world.people.centre, differenceOperations.list, { query })
    found.push(...body.items)
    pageToken = body.nextPageToken ?? undefined
  } while (pageToken)
  return found
}

/** Every bill is with its body: charges of its month stand. */
export async function sendBills({ database }: TestServer): Promise<void> {
  await database.owner.query(
    `update bill set state = 'sent', sent_at = now(), due_on = current_date where state = 'draft'`,
  )
}
