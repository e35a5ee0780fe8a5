-- Ids of what a filter of the explorer means, newest first. Row-level security lets no condition go before it that could
-- tell of a hidden row, and `ilike` counts as one: these run as the owner, planned for the very values as if by hand, with
-- the caller's sight as one condition among the others. What the ids stand for is read under row-level security as ever.
-- The text is put together of what stands here alone; values travel as $1 (the filter), $2 (the day),
-- $3 (clouds in sight) and $4 (changed since: read once, not for every row).
create function inventory_filter(f jsonb) returns text
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
  if f ? 'q' then told := told || ' and (i.name ilike $1->>''part'' or i.external_id = $1->>''q'')'; end if;
  return told;
end $$;

create function inventory_sought(f jsonb, today date, before uuid, most int) returns setof uuid
  language plpgsql stable security definer rows 50 set search_path = pg_catalog, public
  -- A page is found sooner than workers for it are started.
  set max_parallel_workers_per_gather = 0
  as $$ begin
    return query execute 'select i.id from ' || inventory_filter(f)
      || case when before is null then '' else ' and i.id < $5' end || ' order by i.id desc limit $6'
      using f, today, scope_clouds(), (f->>'changedSince')::timestamptz, before, most;
  end $$;

-- Exactly up to so many; beyond, what statistics say.
create function inventory_counted(f jsonb, today date, most int, out count bigint, out is_estimate boolean)
  language plpgsql stable security definer set search_path = pg_catalog, public
  as $$
declare
  told constant text := inventory_filter(f);
  since constant timestamptz := f->>'changedSince';
  plan json;
begin
  execute 'select count(*) from (select from ' || told || ' limit $5) n' into count
    using f, today, scope_clouds(), since, most + 1;
  is_estimate := count > most;
  if is_estimate then
    execute 'explain (format json) select from ' || told into plan using f, today, scope_clouds(), since;
    count := greatest(count, (plan #>> '{0,Plan,Plan Rows}')::numeric::bigint);
  end if;
end $$;

revoke all on function inventory_filter(jsonb) from public;
revoke all on function inventory_sought(jsonb, date, uuid, int) from public;
revoke all on function inventory_counted(jsonb, date, int) from public;
grant execute on function inventory_sought(jsonb, date, uuid, int) to yunheng_app;
grant execute on function inventory_counted(jsonb, date, int) to yunheng_app;
drop function inventory_named(text, text, int);
