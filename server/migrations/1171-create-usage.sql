-- Usage: how much of what was held, for whom, hour by hour. Derived from phases, never counted by a timer (R276, R279).

-- For whom, where and by which order something was held. A change of any of these is another subject, so that an hour is
-- never billed to two.
create table usage_subject (
  id int primary key generated always as identity,
  resource_id uuid not null references resource,
  body_id uuid not null,
  system_id uuid not null,
  provider_body_id uuid not null,
  cloud_id uuid not null,
  pool_id uuid not null,
  network_zone text not null,
  kind text not null,
  offering_code text,
  plan_code text,
  tier text,
  request_line_id uuid,
  unique nulls not distinct (resource_id, body_id, system_id, provider_body_id, cloud_id, pool_id, offering_code, plan_code,
    tier, request_line_id)
);
create index usage_subject_body on usage_subject (body_id, id);
create index usage_subject_system on usage_subject (system_id, id);
create index usage_subject_provider on usage_subject (provider_body_id, id);
alter table usage_subject enable row level security;
create policy usage_subject_scope on usage_subject using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));

create table usage (
  subject_id int not null,
  -- Hours since 1970-01-01 00:00 UTC.
  hour int not null,
  meter smallint not null,
  -- 1 serving · 2 stopped · 3 unseen
  holding smallint not null check (holding between 1 and 3),
  -- Thousandths of a unit × seconds.
  quantity bigint not null check (quantity > 0),
  primary key (subject_id, hour, meter, holding)
) partition by range (hour);
alter table usage enable row level security;
create policy usage_scope on usage using ((select scope_all())
  or exists (select from usage_subject s where s.id = subject_id));

-- Sums by civil month of Asia/Shanghai, kept in the transaction that writes the hours: what lists and bills read.
create table usage_month (
  month date not null check (extract(day from month) = 1),
  subject_id int not null,
  meter smallint not null,
  holding smallint not null,
  quantity bigint not null check (quantity > 0),
  primary key (month, subject_id, meter, holding)
) with (fillfactor = 70);
alter table usage_month enable row level security;
create policy usage_month_scope on usage_month using ((select scope_all())
  or exists (select from usage_subject s where s.id = subject_id));

-- What came to be known of an hour after it was closed: the hour stays as it was billed, the difference stands here and goes
-- on a later bill.
create table usage_adjustment (
  id bigint primary key generated always as identity,
  subject_id int not null,
  hour int not null,
  meter smallint not null,
  holding smallint not null check (holding between 1 and 3),
  quantity bigint not null check (quantity <> 0),
  known_at timestamptz not null
);
create index usage_adjustment_subject on usage_adjustment (subject_id, hour);
create index usage_adjustment_hour on usage_adjustment (hour, subject_id);
revoke update, delete on usage_adjustment from yunheng_app;
alter table usage_adjustment enable row level security;
create policy usage_adjustment_scope on usage_adjustment using ((select scope_all())
  or exists (select from usage_subject s where s.id = subject_id));

-- One partition a civil month of Asia/Shanghai; made by whoever first writes into it.
create function ensure_usage_month(month date) returns void
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
end $$;
revoke all on function ensure_usage_month(date) from public;
grant execute on function ensure_usage_month(date) to yunheng_app;

-- How far usage is derived: every whole hour before this one.
create table usage_mark (
  is_only boolean primary key default true check (is_only),
  hour int not null
);

-- Whose past became known anew, and from when on: derived again before time goes on.
create table usage_due (
  resource_id uuid primary key references resource,
  since timestamptz not null,
  -- How often: what became known while it was derived is not forgotten.
  times int not null default 1
);
create function note_usage_due() returns trigger language plpgsql as $$
begin
  insert into usage_due (resource_id, since) values (new.resource_id, new.at)
  on conflict (resource_id) do update set since = least(usage_due.since, excluded.since), times = usage_due.times + 1;
  return null;
end $$;
create trigger usage_due_noted after insert on resource_phase for each row execute function note_usage_due();
