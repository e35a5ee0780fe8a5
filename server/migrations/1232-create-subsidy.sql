-- R271: migration is paid from maintenance funds first; complex or demonstrative ones get a subsidy, decided by a flow.
create sequence subsidy_no;
create table subsidy (
  id uuid primary key,
  no text not null unique,
  body_id uuid not null references body,
  system_id uuid not null references system,
  fiscal_year int not null check (fiscal_year between 2000 and 2100),
  state text not null check (state in ('in-approval', 'returned', 'granted', 'rejected', 'withdrawn')),
  ground text not null check (ground in ('complex', 'demonstrative')),
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null,
  document text not null,
  applied_by uuid not null references person,
  applied_by_name text not null,
  applied_at timestamptz not null,
  decided_at timestamptz,
  comment text,
  budget_id uuid references budget,
  flow_instance_id uuid,
  version int not null default 1,
  check ((state = 'granted') = (budget_id is not null))
);
create index subsidy_newest on subsidy (applied_at desc, id desc);
-- For a system and a year one at a time.
create unique index subsidy_open on subsidy (system_id, fiscal_year) where state in ('in-approval', 'returned', 'granted');
alter table subsidy enable row level security;
create policy subsidy_scope on subsidy
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
