-- What prices would have cost: a version, a draft as well, held against the usage of months that were billed. Nothing of a bill changes;
-- the result is kept for a while.
create table price_trial (
  id uuid primary key,
  -- Of whoever asked.
  body_id uuid not null,
  price_version_id uuid not null,
  price_name text not null,
  -- Of the draft as it was asked about: once it has changed, the trial is of no version.
  price_row_version int not null,
  provider_body_id uuid,
  -- `2026-01`
  months text[] not null check (cardinality(months) > 0),
  -- Orders keep the prices that they were placed at (R277).
  keeps_pins boolean not null,
  created_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  -- Reason code of what ended it before.
  problem text,
  expires_at timestamptz not null,
  check (problem is null or finished_at is not null)
);
create index price_trial_newest on price_trial (created_at desc, id desc);
create index price_trial_open on price_trial (created_at) where finished_at is null;
create index price_trial_expiry on price_trial (expires_at);

-- One billed month of one body.
create table price_trial_unit (
  trial_id uuid not null references price_trial on delete cascade,
  month date not null,
  body_id uuid not null,
  bill_id uuid not null,
  is_done boolean not null default false,
  primary key (trial_id, month, body_id)
);
create index price_trial_unit_open on price_trial_unit (trial_id, month, body_id) where not is_done;

create table price_trial_sum (
  id uuid primary key,
  trial_id uuid not null references price_trial on delete cascade,
  body_id uuid not null,
  provider_body_id uuid not null,
  -- Empty: taken in without an order.
  offering_code text not null,
  -- 分, of what has a price.
  billed_fen bigint not null,
  tried_fen bigint not null,
  -- Charges without a price.
  billed_unpriced int not null,
  tried_unpriced int not null,
  rank bigint not null generated always as (abs(tried_fen - billed_fen)) stored,
  unique (trial_id, body_id, provider_body_id, offering_code)
);
create index price_trial_sum_rank on price_trial_sum (trial_id, rank desc, id desc);

alter table price_trial enable row level security;
alter table price_trial_unit enable row level security;
alter table price_trial_sum enable row level security;
create policy price_trial_scope on price_trial using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]));
create policy price_trial_unit_scope on price_trial_unit using ((select scope_all())
  or exists (select from price_trial t where t.id = trial_id));
create policy price_trial_sum_scope on price_trial_sum using ((select scope_all())
  or exists (select from price_trial t where t.id = trial_id));
