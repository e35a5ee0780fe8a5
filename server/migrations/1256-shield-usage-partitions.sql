-- A partition that is named itself knows nothing of the policies of its parent. Metering copies into it, which row-level security
-- does not allow for the parent; nobody reads or changes it but through the parent.
create or replace function ensure_usage_month(month date) returns void
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  first int := extract(epoch from date_trunc('month', month::timestamp) at time zone 'Asia/Shanghai') / 3600;
  beyond int := extract(epoch from (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'Asia/Shanghai') / 3600;
  name text := 'usage_' || to_char(month, 'YYYYMM');
begin
  if to_regclass('public.' || name) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtext('usage partitions'));
  if to_regclass('public.' || name) is not null then return; end if;
  execute format('create table public.%I partition of public.usage for values from (%s) to (%s)', name, first, beyond);
  execute format('revoke select, update, delete on public.%I from yunheng_app', name);
end $$;

do $$
declare
  part regclass;
begin
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'public.usage'::regclass loop
    execute format('revoke select, update, delete on %s from yunheng_app', part);
  end loop;
end $$;
