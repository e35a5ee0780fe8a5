/** A cloud that is full before the platform meets it: projects and servers of all sizes, by seed, in a few statements. */
import type pg from 'pg'

export interface Stock {
  readonly servers: number
  readonly seed: number
  readonly now: Date
}

const SERVERS_OF_A_PROJECT = 50

/** Cores that a cloud needs to hold so many: memory is what runs out first, at 1 GiB a virtual core. */
export const coresFor = (servers: number): number => Math.max(2_000, Math.ceil(servers * 0.45))

/**
 * Servers have 1 and 2 virtual cores in turn, so that 100,000 of them have 150,000. Nobody's tag is on them. Everything
 * about one is drawn from the seed and its number: the same seed makes the same cloud.
 */
export async function insertStock(db: pg.PoolClient, endpoint: string, stock: Stock): Promise<void> {
  if (stock.servers === 0) return
  const projects = Math.ceil(stock.servers / SERVERS_OF_A_PROJECT)
  const { rows } = await db.query<{ first: string }>(
    `update simulated.cloud set next_number = next_number + $2 where endpoint = $1 returning next_number - $2 as first`,
    [endpoint, projects + stock.servers],
  )
  const first = Number(rows[0]?.first)
  const common = [endpoint, String(stock.seed), first, stock.now]
  await db.query(
    `insert into simulated.thing (cloud, ref, kind, name, state, native_state, spec, attributes, number, created_at,
       updated_at)
     select $1, md5($2 || 'project' || n), 'project', '存量系统-' || (n + 1), 'ready', 'enabled',
       jsonb_build_object('kind', 'project', 'name', '存量系统-' || (n + 1), 'description', ''), '{}', $3::bigint + n,
       $4::timestamptz, $4::timestamptz
     from generate_series(0, $5::int - 1) as n`,
    [...common, projects],
  )
  await db.query(
    `insert into simulated.thing (cloud, ref, kind, project_ref, name, state, native_state, spec, attributes, number,
       created_at, updated_at)
     select $1, md5($2 || 'server' || n)::uuid::text, 'server', md5($2 || 'project' || n / $5::int), s.name, 'ready',
       case s.power when 'on' then 'ACTIVE' else 'SHUTOFF' end,
       jsonb_build_object('kind', 'server', 'name', s.name, 'vcpus', 1 + n % 2, 'memoryMiB', 1024 * (1 + n % 2),
         'rootDiskGiB', 20, 'image', s.image, 'subnetRefs', '[]'::jsonb, 'securityGroupRefs', '[]'::jsonb,
         'keyPairRef', null, 'zone', z.name, 'power', s.power, 'rebootGeneration', 0),
       jsonb_build_object('addresses', jsonb_build_array('10.' || n / 65536 || '.' || n / 256 % 256 || '.' || n % 256),
         'zone', z.name, 'host', z.name || '-host-' || (1 + s.dice % z.hosts)),
       $3::bigint + $6::int + n, $4::timestamptz, $4::timestamptz
     from generate_series(0, $7::int - 1) as n
     cross join lateral (
       select abs(hashtext($2 || ':' || n)) as dice,
         (array['应用', '数据库', '前置', 'web', 'app', 'db'])[1 + abs(hashtext($2 || 'n' || n)) % 6] || '-' || n as name,
         (array['kylin-v10-sp3', 'openeuler-2203-lts', 'uos-20-server'])[1 + abs(hashtext($2 || 'i' || n)) % 3] as image,
         case when abs(hashtext($2 || 'p' || n)) % 20 = 0 then 'off' else 'on' end as power) s
     join (select name, hosts, row_number() over (order by name) - 1 as place, count(*) over () as zones
       from simulated.zone where cloud = $1) z on z.place = n / 2 % z.zones`,
    [...common, SERVERS_OF_A_PROJECT, projects, stock.servers],
  )
  await db.query(
    `insert into simulated.allowance (cloud, project_ref, vcpus_used, memory_mib_used, storage_gib_used)
     select $1, p.ref, coalesce(sum((s.spec->>'vcpus')::int), 0), coalesce(sum((s.spec->>'memoryMiB')::int), 0),
       coalesce(sum((s.spec->>'rootDiskGiB')::int), 0)
     from simulated.thing p left join simulated.thing s on s.cloud = p.cloud and s.project_ref = p.ref
     where p.cloud = $1 and p.kind = 'project' and p.number between $2 and $3 group by p.ref`,
    [endpoint, first, first + projects - 1],
  )
  await db.query(
    `update simulated.zone z set vcpus_used = z.vcpus_used + u.vcpus, memory_mib_used = z.memory_mib_used + u.memory,
       disk_gib_used = z.disk_gib_used + u.disk
     from (select spec->>'zone' as name, sum((spec->>'vcpus')::int) as vcpus, sum((spec->>'memoryMiB')::int) as memory,
         sum((spec->>'rootDiskGiB')::int) as disk
       from simulated.thing where cloud = $1 and kind = 'server' and number between $2 and $3 group by 1) u
     where z.cloud = $1 and z.name = u.name`,
    [endpoint, first + projects, first + projects + stock.servers - 1],
  )
}
