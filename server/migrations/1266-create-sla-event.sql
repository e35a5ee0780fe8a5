-- By which rules credits and factors are counted: of the platform, or of one contract; in versions, none of which changes.
create table settlement_rules (
  id uuid primary key,
  -- Null: of the whole platform, where a contract has none of its own.
  contract_id uuid references service_contract,
  effective_on date not null check (extract(day from effective_on) = 1),
  source text not null,
  is_product_default boolean not null,
  -- Percent of the month that is promised.
  promise numeric(7, 4) not null check (promise > 0 and promise <= 100),
  -- So many consecutive minutes count as an outage.
  least_minutes int not null check (least_minutes between 0 and 1440),
  -- [{ "below": "99.99", "percent": 10 }], the mildest first.
  credits jsonb not null,
  -- [{ "from": "90", "percent": 100, "rectify": false }], the best first, down to 0.
  factors jsonb not null,
  entered_by_name text not null,
  entered_at timestamptz not null,
  constraint settlement_rules_day unique nulls not distinct (contract_id, effective_on)
);
alter table settlement_rules enable row level security;
create policy settlement_rules_scope on settlement_rules using ((select scope_all()) or contract_id is null
  or exists (select from service_contract c where c.id = contract_id));
revoke update, delete on settlement_rules from yunheng_app;

insert into settlement_rules values ('01990000-0000-7000-8000-000000001266', null, '2020-01-01',
  '月可用率 99.95%、连续 5 分钟计为不可用：天翼云 SLA（2023-09-18）；扣减分档：公有云公开 SLA 示例；考核系数：产品默认值', true, 99.95, 5,
  '[{"below":"99.99","percent":10},{"below":"99","percent":30},{"below":"95","percent":100}]',
  '[{"from":"90","percent":100,"rectify":false},{"from":"80","percent":95,"rectify":false},{"from":"70","percent":90,"rectify":false},{"from":"0","percent":80,"rectify":true}]',
  '平台', '2020-01-01T00:00:00Z');

-- What was down, and for how long: entered by the regulator or reported by the provider, confirmed by a second person.
create sequence sla_event_no;
create table sla_event (
  id uuid primary key,
  no text not null unique,
  provider_body_id uuid not null references body,
  -- Everything of the pool, or the resources named beside.
  pool_id uuid references pool,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  cause text not null check (cause in ('provider', 'maintenance', 'facilities', 'customer')),
  -- Of maintenance: when it was told. What was not told before it began counts.
  announced_at timestamptz,
  description text not null,
  evidence text not null,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'declined')),
  entered_by uuid not null references person,
  entered_by_name text not null,
  entered_at timestamptz not null,
  decided_by uuid references person,
  decided_by_name text,
  decided_at timestamptz,
  comment text,
  version int not null default 1,
  check ((state = 'entered') = (decided_at is null)),
  check (announced_at is null or cause = 'maintenance')
);
create index sla_event_listed on sla_event (starts_at, id);
create index sla_event_provider on sla_event (provider_body_id, starts_at);
create table sla_event_resource (
  event_id uuid not null references sla_event,
  resource_id uuid not null references resource,
  primary key (event_id, resource_id)
);
alter table sla_event enable row level security;
create policy sla_event_scope on sla_event using ((select scope_all())
  or provider_body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));
alter table sla_event_resource enable row level security;
create policy sla_event_resource_scope on sla_event_resource using ((select scope_all())
  or exists (select from sla_event e where e.id = event_id));
revoke delete on sla_event from yunheng_app;
revoke update, delete on sla_event_resource from yunheng_app;
create function refuse_change_of_decided_event() returns trigger language plpgsql as $$
begin
  if old.state <> 'entered' then
    raise exception 'a decided event does not change' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger sla_event_kept before update or delete on sla_event for each row
  execute function refuse_change_of_decided_event();
