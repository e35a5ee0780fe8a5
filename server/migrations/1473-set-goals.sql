-- R26: what building and running is to cost, and how well infrastructure is to be used, by indicators of the ledger.
create table goal (
  id uuid primary key,
  region_id uuid not null references region,
  indicator text not null check (indicator in ('build-cost', 'vcpu-cost', 'cpu-use', 'memory-use')),
  -- Months as their first days.
  baseline_month date not null check (extract(day from baseline_month) = 1),
  baseline numeric(14, 2) not null check (baseline >= 0),
  baseline_from text not null check (baseline_from in ('ledger', 'document')),
  target numeric(14, 2) not null check (target >= 0),
  due_month date not null check (extract(day from due_month) = 1),
  source text not null,
  note text not null,
  set_by_name text not null,
  version int not null default 1,
  created_at timestamptz not null,
  unique (region_id, indicator, due_month),
  check (due_month > baseline_month),
  -- A cost goes down, a use goes up.
  check (case when indicator in ('cpu-use', 'memory-use') then target > baseline and target <= 100 else target < baseline end)
);
create index goal_due on goal (due_month, id);

-- A goal is no secret among those who may read it; who may write to which level is a rule of the module.
alter table goal enable row level security;
create policy goal_all on goal using (true);
