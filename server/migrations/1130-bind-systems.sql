-- Systems that stand together (亲和) or apart (反亲和): policy as data, kept by the centre (R9, R43).
create table placement_bond (
  id uuid primary key,
  kind text not null check (kind in ('together', 'apart')),
  level text not null check (level in ('host', 'zone', 'node', 'cloud', 'provider')),
  strength text not null check (strength in ('must', 'prefer')),
  -- The smaller id first, so that a pair is bound once of each kind.
  system_id uuid not null references system,
  other_id uuid not null references system,
  reason text not null,
  created_by text not null,
  created_at timestamptz not null,
  check (system_id < other_id),
  constraint placement_bond_pair unique (system_id, other_id, kind)
);
create index placement_bond_other on placement_bond (other_id);
create index placement_bond_newest on placement_bond (created_at, id);

alter table placement_bond enable row level security;
-- Who sees one of the two systems sees what binds it; the names of all systems are known throughout the government.
create policy placement_bond_scope on placement_bond
  using ((select scope_all()) or exists (select from system s where s.id in (placement_bond.system_id, placement_bond.other_id)));

-- Claims of room on hosts say for which system, where they are for one.
alter table host_claim add column system_id uuid references system;
create index host_claim_system on host_claim (system_id) where system_id is not null;
create index host_guest_resource on host_guest (resource_id) where resource_id is not null;

-- Where systems stand, as narrowly as it is known. Beyond everybody's sight: read by the functions below only.
create view system_spot as
  select 'placement' as source, p.system_id, coalesce((p.wanted ->> 'atRecovery')::boolean, false) as recovers, p.pool_id,
    null::uuid as host_id, z.id as zone_id, z.node_id, p.cloud_id, p.provider_body_id
  from placement p join pool on pool.id = p.pool_id join zone z on z.id = pool.zone_id where p.state = 'claimed'
  union all
  select 'claim', c.system_id, false, h.pool_id, h.id, z.id, z.node_id, h.cloud_id, cloud.provider_body_id
  from host_claim c join host h on h.id = c.host_id join cloud on cloud.id = h.cloud_id left join zone z on z.id = h.zone_id
  where c.system_id is not null
  union all
  select 'guest', r.system_id, false, h.pool_id, h.id, z.id, z.node_id, h.cloud_id, cloud.provider_body_id
  from resource r join host_guest g on g.resource_id = r.id join host h on h.id = g.host_id join cloud on cloud.id = h.cloud_id
    left join zone z on z.id = h.zone_id;
revoke all on system_spot from yunheng_app;

-- Two that are bound and claimed at the same time: the second waits, and then sees where the first went.
create function lock_placement_bonds(of_system uuid) returns void
  language sql volatile security definer set search_path = pg_catalog, public
  as $$
    select pg_advisory_xact_lock(hashtextextended('placement bond ' || b.id, 0)) from (
      select id from placement_bond where system_id = of_system or other_id = of_system order by id) b
  $$;

-- Now with the bonds of the system, and where the other of each stands: pools for a bond to one host, since pools are what is
-- weighed. What the others have for recovery stands by itself (R12).
drop function placement_circumstances(uuid, uuid);
create function placement_circumstances(of_system uuid, of_body uuid, out cloud_ids uuid[], out pool_ids uuid[], out body_path text,
    out protection_level int, out running_node_ids uuid[], out recovery_node_ids uuid[], out bonds jsonb)
  language plpgsql volatile security definer set search_path = pg_catalog, public
  as $$
begin
  perform lock_placement_bonds(of_system);
  with stands as materialized (
    select distinct p.cloud_id, p.pool_id, coalesce((p.wanted ->> 'atRecovery')::boolean, false) as recovers
    from placement p where p.system_id = of_system and p.state = 'claimed'
  ), nodes as (
    select distinct z.node_id, s.recovers from stands s join pool on pool.id = s.pool_id join zone z on z.id = pool.zone_id
  )
  select (select array_agg(distinct s.cloud_id) from stands s), (select array_agg(distinct s.pool_id) from stands s),
    (select b.path from body b where b.id = of_body), (select s.protection_level from system s where s.id = of_system),
    (select array_agg(n.node_id) from nodes n where not n.recovers), (select array_agg(n.node_id) from nodes n where n.recovers)
  into cloud_ids, pool_ids, body_path, protection_level, running_node_ids, recovery_node_ids;
  select jsonb_agg(jsonb_build_object('id', b.id, 'kind', b.kind, 'level', b.level, 'strength', b.strength,
      'other', jsonb_build_object('id', o.id, 'name', o.name), 'running', coalesce(at.running, '{}'),
      'recovering', coalesce(at.recovering, '{}')) order by b.created_at, b.id)
  from placement_bond b
  join system o on o.id = case b.system_id when of_system then b.other_id else b.system_id end
  left join lateral (
    select array_agg(distinct s.place) filter (where not s.recovers) as running,
      array_agg(distinct s.place) filter (where s.recovers) as recovering
    from (
      select t.recovers, case b.level when 'host' then t.pool_id when 'zone' then t.zone_id when 'node' then t.node_id
        when 'cloud' then t.cloud_id else t.provider_body_id end as place
      from system_spot t where t.system_id = o.id and t.source <> 'guest') s
    where s.place is not null) at on true
  where b.system_id = of_system or b.other_id = of_system
  into bonds;
end $$;

-- The same for who chooses hosts: all hosts that share the place of the bond with the other system.
create function placement_bond_hosts(of_system uuid) returns table (kind text, strength text, other text, host_ids uuid[])
  language plpgsql volatile security definer set search_path = pg_catalog, public
  as $$
begin
  perform lock_placement_bonds(of_system);
  return query
  select b.kind, b.strength, o.name, coalesce((
    select array_agg(h.id) from host h join cloud on cloud.id = h.cloud_id left join zone z on z.id = h.zone_id
    where case b.level when 'host' then h.id when 'zone' then h.zone_id when 'node' then z.node_id when 'cloud' then h.cloud_id
        else cloud.provider_body_id end = any (
      select case b.level when 'host' then t.host_id when 'zone' then t.zone_id when 'node' then t.node_id
        when 'cloud' then t.cloud_id else t.provider_body_id end
      from system_spot t
      where t.system_id = o.id and (t.source <> 'guest' or b.level = 'host') and (b.kind = 'apart' or not t.recovers))), '{}')
  from placement_bond b
  join system o on o.id = case b.system_id when of_system then b.other_id else b.system_id end
  where b.system_id = of_system or b.other_id = of_system
  order by b.created_at, b.id;
end $$;

-- Machines of a pool whose systems are bound to a host: from which systems they keep away there, and whether they must stay
-- because the system that theirs belongs with stands on the same host.
create function placement_bonds_on_hosts(of_pool uuid) returns table (guest text, system_id uuid, apart_from uuid[], is_held boolean)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select g.external_id, r.system_id, coalesce(array_agg(distinct o.id) filter (where b.kind = 'apart'), '{}'),
      bool_or(b.kind = 'together' and exists (
        select from system_spot t where t.system_id = o.id and t.host_id = g.host_id and t.source <> 'placement'))
    from host h join host_guest g on g.host_id = h.id join resource r on r.id = g.resource_id
    join placement_bond b on b.level = 'host' and (b.system_id = r.system_id or b.other_id = r.system_id)
    cross join lateral (select case b.system_id when r.system_id then b.other_id else b.system_id end as id) o
    where h.pool_id = of_pool group by g.external_id, r.system_id
  $$;

-- Whether two systems keep to their bond as they stand, for whoever may read it: not where they stand. `waiting`: one of them
-- stands nowhere yet, as far as is known.
create function placement_bond_standing(kind text, level text, one uuid, other uuid) returns text
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    with spots as materialized (
      select distinct t.system_id, t.recovers, case level when 'host' then t.host_id when 'zone' then t.zone_id
          when 'node' then t.node_id when 'cloud' then t.cloud_id else t.provider_body_id end as place
      from system_spot t
      where t.system_id in (one, other) and (level = 'host' or t.source <> 'guest')
    ), pairs as (
      select a.place = b.place as is_shared, a.recovers = b.recovers as is_same_half
      from spots a join spots b on b.system_id = other where a.system_id = one and a.place is not null and b.place is not null)
    select case
      when not exists (select from pairs) then 'waiting'
      when kind = 'apart' then case when exists (select from pairs where is_shared) then 'broken' else 'kept' end
      else case when exists (select from pairs where not is_shared and is_same_half) then 'broken' else 'kept' end end
  $$;
