-- The pages that are asked for most have one good plan whatever their values: it is kept, where the others are planned for theirs.
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
  plain constant boolean := sight is null and not f ?| '{standing,state,changedSince,q}';
  cloud constant uuid := f->>'cloudId';
  project constant text := f->>'projectRef';
  sort constant text := f->>'kind';
begin
  if plain and cloud is null and project is null and sort is null then
    return query select i.id from inventory_item i
      where i.vanished_at is null and i.id < bound order by i.id desc limit most;
  elsif plain and cloud is null and project is null then
    return query select i.id from inventory_item i
      where i.kind = sort and i.vanished_at is null and i.id < bound order by i.id desc limit most;
  elsif plain and cloud is not null and project is null and sort is null then
    return query select i.id from inventory_item i
      where i.cloud_id = cloud and i.vanished_at is null and i.id < bound order by i.id desc limit most;
  elsif plain and cloud is not null and project is null then
    return query select i.id from inventory_item i
      where i.cloud_id = cloud and i.kind = sort and i.vanished_at is null and i.id < bound
      order by i.id desc limit most;
  elsif plain and cloud is not null and sort is null then
    return query select i.id from inventory_item i
      where i.project_ref = project and i.cloud_id = cloud and i.vanished_at is null and i.id < bound
      order by i.id desc limit most;
  else
    return query execute 'select i.id from ' || inventory_filter(f)
      || case when before is null then '' else ' and i.id < $5' end || ' order by i.id desc limit $6'
      using f, today, sight, (f->>'changedSince')::timestamptz, before, most;
  end if;
end $$;
