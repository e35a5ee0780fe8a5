-- Beside where a system stands: how it is protected, and on which nodes it runs and recovers, so that the two stay apart (R12).
drop function placement_circumstances(uuid, uuid);
create function placement_circumstances(of_system uuid, of_body uuid, out cloud_ids uuid[], out pool_ids uuid[], out body_path text,
    out protection_level int, out running_node_ids uuid[], out recovery_node_ids uuid[])
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    with stands as materialized (
      select distinct p.cloud_id, p.pool_id, coalesce((p.wanted ->> 'atRecovery')::boolean, false) as recovers
      from placement p where p.system_id = of_system and p.state = 'claimed'
    ), nodes as (
      select distinct z.node_id, s.recovers from stands s join pool on pool.id = s.pool_id join zone z on z.id = pool.zone_id
    )
    select (select array_agg(distinct cloud_id) from stands), (select array_agg(distinct pool_id) from stands),
      (select path from body where id = of_body), (select s.protection_level from system s where s.id = of_system),
      (select array_agg(node_id) from nodes where not recovers), (select array_agg(node_id) from nodes where recovers)
  $$;
