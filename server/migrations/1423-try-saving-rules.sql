-- What other saving rules would have found at the last twelve month ends: all resources, in the background. Nothing of the proposals
-- changes; the result is kept for a while.
create table saving_trial (
  id uuid primary key,
  -- Of whoever asked.
  body_id uuid not null,
  rule_set_id uuid not null,
  rule_set_number int,
  -- The limits of both versions as they were asked about: a draft that changes meanwhile is not what was tried.
  now_limits jsonb not null,
  tried_limits jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz not null
);
create index saving_trial_newest on saving_trial (created_at desc, id desc);
create index saving_trial_open on saving_trial (created_at) where finished_at is null;
create index saving_trial_expiry on saving_trial (expires_at);

-- One month end: judged up to which resource.
create table saving_trial_month (
  trial_id uuid not null references saving_trial on delete cascade,
  -- The first day after the month.
  day date not null,
  judged_to uuid not null,
  judged int not null default 0,
  is_done boolean not null default false,
  primary key (trial_id, day)
);

create table saving_trial_sum (
  id uuid primary key,
  trial_id uuid not null references saving_trial on delete cascade,
  day date not null,
  body_id uuid not null,
  rule text not null,
  now_count int not null,
  now_fen bigint not null,
  tried_count int not null,
  tried_fen bigint not null,
  added int not null,
  dropped int not null,
  rank bigint not null generated always as (abs(tried_fen - now_fen)) stored,
  unique (trial_id, day, body_id, rule)
);
create index saving_trial_sum_rank on saving_trial_sum (trial_id, rank desc, id desc);

alter table saving_trial enable row level security;
alter table saving_trial_month enable row level security;
alter table saving_trial_sum enable row level security;
create policy saving_trial_scope on saving_trial using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]));
create policy saving_trial_month_scope on saving_trial_month using ((select scope_all())
  or exists (select from saving_trial t where t.id = trial_id));
create policy saving_trial_sum_scope on saving_trial_sum using ((select scope_all())
  or exists (select from saving_trial t where t.id = trial_id));
