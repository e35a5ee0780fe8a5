-- Budgets: what a body may spend on the cloud in a fiscal year, in versions, and what approved requests have committed of it, month by
-- month (R270-R278).
create sequence budget_no;
create table budget (
  id uuid primary key,
  no text not null unique,
  body_id uuid not null references body,
  system_id uuid references system,
  filing_id uuid references project_filing,
  fiscal_year int not null check (fiscal_year between 2000 and 2100),
  -- Requests are paid from the first two; the upkeep of own infrastructure is what is reduced (R272).
  purpose text not null check (purpose in ('cloud', 'migration', 'machine-room', 'network', 'hardware')),
  state text not null check (state in ('proposed', 'active', 'declined')),
  -- As in force; before that, as proposed.
  name text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  fund_source text not null check (fund_source in ('maintenance', 'service-purchase', 'project', 'subsidy', 'other')),
  budget_code text not null,
  source_document text not null,
  version int not null default 1,
  created_at timestamptz not null
);
create index budget_newest on budget (created_at desc, id desc);
create index budget_of_body on budget (body_id, fiscal_year);
create index budget_of_system on budget (system_id, fiscal_year) where system_id is not null;

create table budget_version (
  budget_id uuid not null references budget,
  number int not null,
  name text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  fund_source text not null,
  budget_code text not null,
  source_document text not null,
  reason text not null,
  state text not null check (state in ('proposed', 'in-force', 'superseded', 'declined')),
  proposed_by uuid not null references person,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by uuid references person,
  decided_by_name text,
  decided_at timestamptz,
  comment text,
  primary key (budget_id, number),
  check ((state = 'proposed') = (decided_at is null))
);
create unique index budget_version_pending on budget_version (budget_id) where state = 'proposed';
create unique index budget_version_in_force on budget_version (budget_id) where state = 'in-force';

-- Beyond the line by so much: the override of the gate, with its reason. Never changed.
create table budget_permit (
  id uuid primary key,
  budget_id uuid not null references budget,
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null,
  document text not null,
  by_name text not null,
  at timestamptz not null
);
create index budget_permit_of on budget_permit (budget_id, at);

-- The ledger of commitments: signed rows that are never changed; what is committed is their sum.
create table budget_commitment (
  id uuid primary key,
  kind text not null check (kind in ('commit', 'release', 'carry')),
  -- Null: approved, but no line pays for it yet.
  budget_id uuid references budget,
  body_id uuid not null references body,
  system_id uuid not null references system,
  request_id uuid not null,
  request_no text not null,
  line_number int not null check (line_number >= 1),
  month date not null check (extract(day from month) = 1),
  fiscal_year int not null check (fiscal_year = extract(year from month)),
  amount_minor bigint not null check (amount_minor <> 0),
  note text not null,
  at timestamptz not null,
  check (kind <> 'commit' or amount_minor > 0),
  check (kind <> 'release' or amount_minor < 0)
);
-- A request is committed once.
create unique index budget_commitment_once on budget_commitment (request_id, line_number, month) where kind = 'commit';
create index budget_commitment_of_budget on budget_commitment (budget_id, month);
create index budget_commitment_of_request on budget_commitment (request_id);
create index budget_commitment_newest on budget_commitment (at desc, id desc);
create index budget_commitment_unbudgeted on budget_commitment (body_id, fiscal_year) where budget_id is null;
revoke update, delete on budget_commitment from yunheng_app;
revoke update, delete on budget_permit from yunheng_app;
revoke delete on budget_version from yunheng_app;

-- R278: how the service funds of a year are secured, quarter by quarter.
create table fund_plan (
  id uuid primary key,
  body_id uuid not null references body,
  fiscal_year int not null check (fiscal_year between 2000 and 2100),
  first_minor bigint not null check (first_minor >= 0),
  second_minor bigint not null check (second_minor >= 0),
  third_minor bigint not null check (third_minor >= 0),
  fourth_minor bigint not null check (fourth_minor >= 0),
  document text not null,
  note text not null,
  reason text,
  entered_by_name text not null,
  updated_at timestamptz not null,
  version int not null default 1,
  constraint fund_plan_year unique (body_id, fiscal_year)
);
create index fund_plan_newest on fund_plan (updated_at desc, id desc);

-- Seen by the body and those above.
alter table budget enable row level security;
create policy budget_scope on budget
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
alter table budget_version enable row level security;
create policy budget_version_scope on budget_version using ((select scope_all())
  or exists (select from budget b where b.id = budget_id));
alter table budget_permit enable row level security;
create policy budget_permit_scope on budget_permit using ((select scope_all())
  or exists (select from budget b where b.id = budget_id));
alter table budget_commitment enable row level security;
create policy budget_commitment_scope on budget_commitment
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
alter table fund_plan enable row level security;
create policy fund_plan_scope on fund_plan
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
