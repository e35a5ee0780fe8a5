/** Clouds that were full before the platform met them, and the systems whose things they may be. */
import type { GivenCloud } from '../../server/test/kit/clouds.ts'
import type { TestServer } from '../../server/test/kit/open-server.ts'

const SYSTEMS = 100
/** A project, a network, its subnet, a group; servers and as many volumes on them. */
const OF_A_PROJECT = 50
const SERVERS = (OF_A_PROJECT - 4) / 2

/** Ids of systems of this body, in the order of their codes. */
export async function systemsOf({ database }: TestServer, bodyId: string): Promise<readonly string[]> {
  const { rows } = await database.owner.query<{ id: string }>(
    `insert into system (id, body_id, code, name, summary, kind, lifecycle, protection_level, classification, network_zone,
       access_paths, has_web, is_vertical, deployment, created_at, updated_at)
     select gen_random_uuid(), $1, 'biz-' || lpad(n::text, 4, '0'), '业务系统 ' || n, '', 'stock', 'running', 2, 'internal',
       'government-extranet', '{government-extranet}', false, false, 'cloud', now(), now()
     from generate_series(0, $2::int - 1) n order by n returning id`,
    [bodyId, SYSTEMS],
  )
  return rows.map((row) => row.id)
}

const CODE = `'biz-' || lpad((p % ${SYSTEMS})::text, 4, '0')`
const REF = (sort: string, of: string) => `md5($1 || '${sort}' || ${of})::uuid::text`

interface Sort {
  readonly kind: string
  readonly name: string
  /** Names of the fields of its spec with their SQL. */
  readonly spec: string
  /** How many of it a project has. */
  readonly times?: number
}

/**
 * Every second project is called like a system; in the others the servers begin with its code, and the rest is joined to them.
 * `p` is the project, `k` the number within it.
 */
const SORTS: readonly Sort[] = [
  {
    kind: 'project',
    name: `case when p % 2 = 0 then ${CODE} else '旧项目-' || p end`,
    spec: `'description', ''`,
  },
  { kind: 'network', name: `'net-' || p`, spec: '' },
  {
    kind: 'subnet',
    name: `'subnet-' || p`,
    spec: `'networkRef', ${REF('network', `p || '-0'`)}, 'cidr', '10.0.0.0/24', 'dnsServers', '[]'::jsonb`,
  },
  { kind: 'security-group', name: `'group-' || p`, spec: `'rules', '[]'::jsonb` },
  {
    kind: 'server',
    name: `case when p % 2 = 0 then 'vm' else ${CODE} end || '-' || p || '-' || k`,
    spec: `'vcpus', 2, 'memoryMiB', 4096, 'rootDiskGiB', 40, 'image', 'kylin-v10-sp3',
      'subnetRefs', jsonb_build_array(${REF('subnet', `p || '-0'`)}),
      'securityGroupRefs', jsonb_build_array(${REF('security-group', `p || '-0'`)}), 'keyPairRef', null, 'zone', 'az-1',
      'power', 'on', 'rebootGeneration', 0`,
    times: SERVERS,
  },
  {
    kind: 'volume',
    name: `'data-' || p || '-' || k`,
    spec: `'sizeGiB', 100, 'volumeType', null, 'serverRef', ${REF('server', `p || '-' || k`)}`,
    times: SERVERS,
  },
]

/** Fills the simulated cloud with so many things of these systems, in a few statements. */
export async function fillCloud(
  { database }: TestServer,
  { endpoint }: GivenCloud,
  things: number,
): Promise<void> {
  for (const { kind, name, spec, times = 1 } of SORTS)
    await database.owner.query(
      `with next as (update simulated.cloud set next_number = next_number + $2::int * $3::int where endpoint = $1
         returning next_number - $2::int * $3::int as first),
       one as (select n / $3::int as p, n % $3::int as k, n, first from next, generate_series(0, $2::int * $3::int - 1) n)
       insert into simulated.thing (cloud, ref, kind, project_ref, name, state, native_state, spec, attributes, number,
         created_at, updated_at)
       select $1::text, ${REF(kind, `p || '-' || k`)}, '${kind}',
         ${kind === 'project' ? 'null' : REF('project', `p || '-0'`)}, ${name}, 'ready', 'ACTIVE',
         jsonb_build_object('kind', '${kind}', 'name', ${name}${spec === '' ? '' : `, ${spec}`}), '{}', first + n,
         '2026-01-01', '2026-01-01'
       from one`,
      [endpoint, Math.ceil(things / OF_A_PROJECT), times],
    )
}
