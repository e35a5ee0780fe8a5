-- The page of what has vanished has an index of its own too: its plan is kept like those of the plain pages.
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
  plain constant boolean := sight is null and not f ?| '{standing,changedSince,q}';
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
