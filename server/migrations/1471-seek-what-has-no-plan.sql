-- The explorer finds what is ours and has no plan, and marks it: the same resources as the list of resources shows by that mark.
create view unpriced_directory as
  select id, cloud_id, external_id from resource where plan is null and ground is null and released_at is null
    and presence = 'present' and provisioned_at is not null
    and kind in ('server', 'volume', 'floating-ip', 'load-balancer', 'network', 'security-group');
revoke insert, update, delete on unpriced_directory from yunheng_app;

create or replace function inventory_filter(f jsonb) returns text
  language plpgsql stable set search_path = pg_catalog, public
  as $$
declare
  tagged constant text := 'i.tag is not null and i.vanished_at is null';
  untagged constant text := 'i.tag is null and i.vanished_at is null';
  ours constant text := ' join resource r on r.id = i.resource_id where ' || tagged;
  -- A case, since the planner takes an equality between two tables for rare, and would gather all that are ours.
  same constant text := '(case when r.external_id is null then true
    else r.external_id = i.external_id and (r.cloud_id = i.cloud_id or i.kind = ''project'') end)';
  aside constant text := 'inventory_ignored g on g.item_id = i.id and (g.until is null or g.until >= $2)';
  unpriced constant text := ' and exists (select from resource p where p.id = i.resource_id and p.external_id = i.external_id
    and p.cloud_id = i.cloud_id and p.plan is null and p.ground is null and p.released_at is null and p.presence = ''present''
    and p.provisioned_at is not null
    and p.kind in (''server'', ''volume'', ''floating-ip'', ''load-balancer'', ''network'', ''security-group''))';
  told text := 'inventory_item i' || case coalesce(f->>'standing', 'any')
    when 'any' then ' where i.vanished_at is null'
    when 'vanished' then ' where i.vanished_at is not null'
    when 'unmanaged' then ' left join ' || aside || ' where ' || untagged || ' and g.item_id is null'
    when 'ignored' then ' join ' || aside || ' where ' || untagged
    when 'managed' then ours || ' and r.released_at is null and ' || same
    when 'duplicate' then ours || ' and r.released_at is null and not ' || same
    when 'leftover' then ours || ' and r.released_at is not null'
    when 'foreign' then ' left join resource r on r.id = i.resource_id where ' || tagged || ' and r.id is null'
    end;
begin
  if told is null then raise exception 'no such standing: %', f->>'standing'; end if;
  if not scope_all() then told := told || ' and i.cloud_id = any ($3)'; end if;
  if f ? 'cloudId' then told := told || ' and i.cloud_id = ($1->>''cloudId'')::uuid'; end if;
  if f ? 'kind' then told := told || ' and i.kind = $1->>''kind'''; end if;
  if f ? 'state' then told := told || ' and i.state = $1->>''state'''; end if;
  if f ? 'projectRef' then told := told || ' and i.project_ref = $1->>''projectRef'''; end if;
  if f ? 'changedSince' then told := told || ' and i.known_since >= $4'; end if;
  -- Ours, as it stands there, and priced by nothing: as the resource list has it.
  if (f->>'withoutPlan')::boolean then told := told || unpriced; end if;
  if not (f->>'withoutPlan')::boolean then told := told || ' and exists (select from resource p
    where p.id = i.resource_id and p.plan is not null)'; end if;
  if f ? 'q' then told := told || ' and (i.name ilike $1->>''part'' or i.external_id = $1->>''q'')'; end if;
  return told;
end $$;

-- Such a page is no plain one.
create or replace function inventory_sought(f jsonb, today date, before uuid, most int) returns setof uuid
  language plpgsql stable security definer rows 50 set search_path = pg_catalog, public
  -- A page is found sooner than workers for it are started.
  set max_parallel_workers_per_gather = 0
  -- Of the kept ones; what is executed as text is planned for its values all the same.
  set plan_cache_mode = force_generic_plan
  as $$
declare
  sight constant uuid[] := case when scope_all() then null else scope_clouds() end;
  -- Beyond every id.
  bound constant uuid := coalesce(before, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  plain constant boolean := sight is null and not f ?| '{standing,changedSince,q,withoutPlan}';
  cloud constant uuid := f->>'cloudId';
  project constant text := f->>'projectRef';
  sort constant text := f->>'kind';
  condition constant text := f->>'state';
  -- Which of the four stand in the filter.
  given constant int := (cloud is not null)::int + 2 * (project is not null)::int + 4 * (sort is not null)::int
    + 8 * (condition is not null)::int;
begin
  if plain and given = 0 then
    return query select w.id from (select i.id from inventory_item i
      where i.vanished_at is null and i.id < bound order by i.id desc limit 1001) w limit most;
  elsif sight is null and f = '{"standing": "vanished"}' then
    return query select w.id from (select i.id from inventory_item i
      where i.vanished_at is not null and i.id < bound order by i.id desc limit 1001) w limit most;
  elsif plain and given = 1 then
    return query select w.id from (select i.id from inventory_item i
      where i.cloud_id >= cloud and (i.cloud_id, i.id) < (cloud, bound) and i.vanished_at is null
      order by i.cloud_id desc, i.id desc limit 1001) w limit most;
  elsif plain and given = 3 then
    return query select w.id from (select i.id from inventory_item i
      where i.project_ref = project and i.cloud_id = cloud and i.vanished_at is null and i.id < bound
      order by i.id desc limit 1001) w limit most;
  elsif plain and given = 4 then
    return query select w.id from (select i.id from inventory_item i
      where i.kind >= sort and (i.kind, i.id) < (sort, bound) and i.vanished_at is null
      order by i.kind desc, i.id desc limit 1001) w limit most;
  elsif plain and given = 5 then
    return query select w.id from (select i.id from inventory_item i
      where i.cloud_id = cloud and i.kind >= sort and (i.kind, i.id) < (sort, bound) and i.vanished_at is null
      order by i.kind desc, i.id desc limit 1001) w limit most;
  -- What is ready is nearly everything, and has no index of its own.
  elsif plain and given = 8 and condition <> 'ready' then
    return query select w.id from (select i.id from inventory_item i
      where i.state >= condition and (i.state, i.id) < (condition, bound) and i.state <> 'ready'
        and i.vanished_at is null
      order by i.state desc, i.id desc limit 1001) w limit most;
  else
    return query execute 'select i.id from ' || inventory_filter(f)
      || case when before is null then '' else ' and i.id < $5' end || ' order by i.id desc limit $6'
      using f, today, sight, (f->>'changedSince')::timestamptz, before, most;
  end if;
end $$;
