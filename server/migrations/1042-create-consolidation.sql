-- Consolidation as a plan: proposed from the advice, approved by a second person, carried out machine by machine.
create table consolidation (
  id uuid primary key,
  pool_id uuid not null references pool on delete cascade,
  cloud_id uuid not null,
  provider_body_id uuid not null,
  state text not null check (state in ('proposed', 'running', 'paused', 'done', 'stopped')),
  reason text not null,
  -- Hosts that it would free, and what that saves by the coefficients of that day.
  hosts int not null check (hosts > 0),
  kwh_per_year bigint not null,
  amount_minor_per_year bigint not null,
  proposed_by uuid,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  approved_by uuid,
  approved_by_name text,
  approved_at timestamptz,
  ended_at timestamptz,
  -- The last word of whoever paused, resumed or stopped it.
  note text,
  -- What the cloud said when the last step could not be asked for; null when it answers.
  problem text,
  version int not null default 1,
  check (approved_by is null or approved_by is distinct from proposed_by)
);
-- Two at once would each plan with the room that the other takes.
create unique index consolidation_open on consolidation (pool_id) where state in ('proposed', 'running', 'paused');
create index consolidation_newest on consolidation (proposed_at, id);

create table consolidation_move (
  consolidation_id uuid not null references consolidation on delete cascade,
  position int not null check (position > 0),
  -- The cloud's own id of the machine.
  guest text not null,
  resource_id uuid not null,
  from_host_id uuid not null,
  from_name text not null,
  to_host_id uuid not null,
  to_name text not null,
  vcpus bigint not null,
  memory_mib bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'moving', 'done', 'skipped', 'failed')),
  -- Why it was not done, by code, and the cloud's words.
  why text,
  words text,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (consolidation_id, position)
);

alter table consolidation enable row level security;
alter table consolidation_move enable row level security;
create policy consolidation_scope on consolidation using ((select scope_all()) or provider_body_id = (select scope_provider()));
create policy consolidation_move_scope on consolidation_move
  using ((select scope_all()) or exists (select from consolidation c where c.id = consolidation_move.consolidation_id));
