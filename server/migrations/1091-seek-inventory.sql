-- Ids of what a filter of the explorer means, newest first. Row-level security lets no condition go before it that could
-- tell of a hidden row, and `ilike` counts as one: these run as the owner, planned for the very values as if by hand, with
-- the caller's sight as one condition among the others. What the ids stand for is read under row-level security as ever.
create function inventory_filter(f jsonb, today date) returns text
  language plpgsql stable set search_path = pg_catalog, public
  as $$
declare
  tagged constant text := 'i.tag is not null and i.vanished_at is null';
  untagged constant text := 'i.tag is null and i.vanished_at is null';
  ours constant text := ' join resource r on r.id = i.resource_id where ' || tagged;
  -- A case, since the planner takes an equality between two tables for rare, and would gather all that are ours.
  same constant text := '(case when r.external_id is null then true
    else r.external_id = i.external_id and (r.cloud_id = i.cloud_id or i.kind = ''project'') end)';
  aside constant text := format('inventory_ignored g on g.item_id = i.id and (g.until is null or g.until >= %L::date)', today);
  told text := 'inventory_item i' || case coalesce(f->>'standing', 'any')
    when 'any' then ' where i.vanished_at is null'
    when 'vanished' then ' where i.vanished_at is not null'
    when 'unmanaged' then ' left join ' || aside || ' where ' || untagged || ' and g.item_id is null'
    when 'ignored' then ' join ' || aside || ' where ' || untagged
    when 'managed' then ours || ' and r.released_at is null and ' || same
    when 'duplicate' then ours || ' and r.released_at is null and not ' || same
    when 'leftover' then ours || ' and i.resource_id is not null and r.released_at is not null'
    when 'foreign' then ' left join resource r on r.id = i.resource_id where ' || tagged || ' and r.id is null'
    end;
begin
  if told is null then raise exception 'no such standing: %', f->>'standing'; end if;
  if not scope_all() then told := told || format(' and i.cloud_id = any (%L::uuid[])', scope_clouds()); end if;
  if f ? 'cloudId' then told := told || format(' and i.cloud_id = %L::uuid', f->>'cloudId'); end if;
  if f ? 'kind' then told := told || format(' and i.kind = %L', f->>'kind'); end if;
  if f ? 'state' then told := told || format(' and i.state = %L', f->>'state'); end if;
  if f ? 'projectRef' then told := told || format(' and i.project_ref = %L', f->>'projectRef'); end if;
  if f ? 'changedSince' then told := told || format(' and i.known_since >= %L::timestamptz', f->>'changedSince'); end if;
  if f ? 'q' then told := told || format(' and (i.name ilike %L or i.external_id = %L)', f->>'part', f->>'q'); end if;
  return told;
end $$;

create function inventory_sought(f jsonb, today date, before uuid, most int) returns setof uuid
  language plpgsql stable security definer rows 50 set search_path = pg_catalog, public
  as $$ begin
    return query execute 'select i.id from ' || inventory_filter(f, today)
      || case when before is null then '' else format(' and i.id < %L::uuid', before) end
      || format(' order by i.id desc limit %s', most);
  end $$;

-- Exactly up to so many; beyond, what statistics say.
create function inventory_counted(f jsonb, today date, most int, out count bigint, out is_estimate boolean)
  language plpgsql stable security definer set search_path = pg_catalog, public
  as $$
declare
  told constant text := inventory_filter(f, today);
  plan json;
begin
  execute format('select count(*) from (select from %s limit %s) n', told, most + 1) into count;
  is_estimate := count > most;
  if is_estimate then
    execute 'explain (format json) select from ' || told into plan;
    count := greatest(count, (plan #>> '{0,Plan,Plan Rows}')::numeric::bigint);
  end if;
end $$;

revoke all on function inventory_filter(jsonb, date) from public;
revoke all on function inventory_sought(jsonb, date, uuid, int) from public;
revoke all on function inventory_counted(jsonb, date, int) from public;
grant execute on function inventory_sought(jsonb, date, uuid, int) to yunheng_app;
grant execute on function inventory_counted(jsonb, date, int) to yunheng_app;
drop function inventory_named(text, text, int);
