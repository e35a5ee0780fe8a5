-- Whoever sees all is not asked which clouds those are: that took half the time of finding a page.
create or replace function inventory_sought(f jsonb, today date, before uuid, most int) returns setof uuid
  language plpgsql stable security definer rows 50 set search_path = pg_catalog, public
  -- A page is found sooner than workers for it are started.
  set max_parallel_workers_per_gather = 0
  as $$
declare
  sight constant uuid[] := case when scope_all() then null else scope_clouds() end;
begin
  return query execute 'select i.id from ' || inventory_filter(f)
    || case when before is null then '' else ' and i.id < $5' end || ' order by i.id desc limit $6'
    using f, today, sight, (f->>'changedSince')::timestamptz, before, most;
end $$;

create or replace function inventory_counted(f jsonb, today date, most int, out count bigint, out is_estimate boolean)
  language plpgsql stable security definer set search_path = pg_catalog, public
  as $$
declare
  told constant text := inventory_filter(f);
  since constant timestamptz := f->>'changedSince';
  sight constant uuid[] := case when scope_all() then null else scope_clouds() end;
  plan json;
begin
  execute 'select count(*) from (select from ' || told || ' limit $5) n' into count
    using f, today, sight, since, most + 1;
  is_estimate := count > most;
  if is_estimate then
    execute 'explain (format json) select from ' || told into plan using f, today, sight, since;
    count := greatest(count, (plan #>> '{0,Plan,Plan Rows}')::numeric::bigint);
  end if;
end $$;
