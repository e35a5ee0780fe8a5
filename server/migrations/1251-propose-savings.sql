-- What could be given back or made smaller, and what is too small (R128): as the last judging found it, one row a resource.
create table saving_proposal (
  id uuid primary key,
  resource_id uuid not null unique references resource,
  rule text not null check (rule in ('expired', 'stopped', 'idle', 'oversized', 'orphan', 'undersized')),
  kind text not null check (kind in ('server', 'volume', 'floating-ip')),
  body_id uuid not null,
  system_id uuid not null,
  provider_body_id uuid not null,
  vcpus int,
  memory_mib int,
  proposed_vcpus int,
  proposed_memory_mib int,
  -- A month, in 分; null where it has no price.
  saving_fen bigint check (saving_fen >= 0),
  -- What the list is ordered by: the saving, what has no price last.
  rank bigint not null generated always as (coalesce(saving_fen, -1)) stored,
  saved_vcpus int not null,
  saved_memory_mib int not null,
  saved_storage_gib int not null,
  evidence jsonb not null,
  found_on date not null,
  judged_on date not null,
  rule_set_id uuid not null references rule_set,
  check ((proposed_vcpus is null) = (proposed_memory_mib is null)),
  check (rule = 'oversized' or proposed_vcpus is null)
);
create index saving_proposal_rank on saving_proposal (rank desc, id desc);
create index saving_proposal_body on saving_proposal (body_id, rank desc, id desc);

-- What nobody is to judge: declared by the body, decided by the regulator.
create table saving_exemption (
  id uuid primary key,
  sort text not null check (sort in ('standby', 'season', 'must-keep')),
  state text not null check (state in ('declared', 'accepted', 'refused', 'withdrawn')),
  body_id uuid not null,
  system_id uuid not null references system,
  resource_id uuid references resource,
  from_day date not null,
  until_day date,
  reason text not null,
  basis text not null,
  declared_by text not null,
  declared_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  decision text,
  version int not null default 1,
  check (until_day is null or until_day >= from_day),
  check (sort <> 'season' or until_day is not null),
  check ((decided_at is null) = (decided_by is null)),
  check (state <> 'declared' or decided_at is null),
  check (state not in ('accepted', 'refused') or decided_at is not null)
);
create index saving_exemption_newest on saving_exemption (declared_at desc, id desc);
create index saving_exemption_system on saving_exemption (system_id) where state = 'accepted';

-- What each judging came to beside its proposals, by body: how many were not judged and why; utilisation of whole months.
create table saving_not_judged (
  body_id uuid not null,
  why text not null check (why in ('first-days', 'standby', 'season', 'must-keep', 'unmeasured')),
  count int not null check (count > 0),
  primary key (body_id, why)
);
create table saving_month (
  month date not null,
  body_id uuid not null,
  servers int not null,
  -- Thousandths; their means are exact.
  cpu_sum bigint not null,
  cpu_samples bigint not null,
  memory_sum bigint not null,
  memory_samples bigint not null,
  primary key (month, body_id)
);
create table saving_judging (
  is_only boolean primary key default true check (is_only),
  judged_on date not null,
  judged_at timestamptz not null,
  rule_set_id uuid not null references rule_set
);

alter table saving_proposal enable row level security;
alter table saving_exemption enable row level security;
alter table saving_not_judged enable row level security;
alter table saving_month enable row level security;
create policy saving_proposal_scope on saving_proposal using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]));
create policy saving_exemption_scope on saving_exemption using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]));
create policy saving_not_judged_scope on saving_not_judged using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]));
create policy saving_month_scope on saving_month using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]));
