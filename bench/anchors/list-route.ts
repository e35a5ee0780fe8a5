/**
 * The least one can do for the same page: a bare fastify route with its schemas, one prepared statement, the same fields by
 * the same conversion. Nobody signs in, nothing is scoped but by the body in the query, no policy stands behind. Listens on a free
 * port and tells it to its parent.
 */

import type { AddressInfo } from 'node:net'
import { resourceOperations } from '@yunheng/contract'
import fastify from 'fastify'
import pg from 'pg'
import { type ListedRow, toItem } from '../../server/src/modules/resource/index.ts'

const PAGE = 50
const PAGE_SQL = `select r.*, b.name as body_name, s.name as system_name, v.name as provider_name, c.name as cloud_name,
    c.kind as cloud_kind, p.name as pool_name
  from (select id, kind, name, state, agreement, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, plan,
      spec, attributes, conditions, ground, presence, provisioned_at, released_at, observed_at, expires_at, created_at, version
    from resource where body_id = $1 and state <> 'released' and id < $2 order by id desc limit ${PAGE + 1}) r
  join body b on b.id = r.body_id join system s on s.id = r.system_id join body v on v.id = r.provider_body_id
  join cloud c on c.id = r.cloud_id join pool p on p.id = r.pool_id
  order by r.id desc`
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const [url = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url, max: 20, options: '-c jit=off' })
const app = fastify()
interface Query {
  readonly bodyId: string
  readonly pageToken?: string
}
app.get<{ Querystring: Query }>(
  '/resources',
  {
    schema: {
      querystring: resourceOperations.list.query,
      response: { '2xx': resourceOperations.list.response },
    },
  },
  async (request) => {
    const { bodyId, pageToken = LAST } = request.query
    const { rows } = await pool.query<ListedRow>({
      name: 'page',
      text: PAGE_SQL,
      values: [bodyId, pageToken],
    })
    const shown = rows.slice(0, PAGE)
    const last = rows.length > PAGE ? shown.at(-1) : undefined
    return { items: shown.map(toItem), nextPageToken: last?.id ?? null }
  },
)
await app.listen({ host: '127.0.0.1', port: 0 })
process.on('disconnect', () => process.exit())
process.send?.({ port: (app.server.address() as AddressInfo).port })
