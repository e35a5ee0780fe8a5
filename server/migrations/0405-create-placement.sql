-- Placements: which pool carries what was approved, and why (R7, R9). One row per claim; it holds capacity and quota
-- until everything of it is given back.
create table placement (
  id uuid primary key,
  request_id uuid,
  request_line_id uuid,
  body_id uuid not null,
  system_id uuid not null,
  provider_body_id uuid not null,
  cloud_id uuid not null,
  pool_id uuid not null,
  network_zone text not null check (network_zone in ('internet', 'government-extranet', 'dedicated-line')),
  state text not null check (state in ('claimed', 'released')),
  -- What was claimed in all, and how many units of the line.
  amounts jsonb not null,
  quantity int not null check (quantity > 0),
  -- What was wanted and how the pools were weighed: codes and figures, put into words when shown.
  wanted jsonb not null,
  explanation jsonb not null,
  -- The line that was placed, so that what is not built yet can be placed elsewhere.
  line jsonb,
  created_by text not null,
  created_at timestamptz not null,
  released_at timestamptz,
  version int not null default 1,
  check ((state = 'released') = (released_at is not null))
);
create index placement_system on placement (system_id, id);
create index placement_body on placement (body_id, id);
create index placement_pool on placement (pool_id, id);
create index placement_provider on placement (provider_body_id, id);
create index placement_request on placement (request_id) where request_id is not null;

-- Moves between pools by the regulator, each with its reason (R9).
create table placement_move (
  id uuid primary key,
  placement_id uuid not null references placement,
  from_pool_id uuid not null,
  to_pool_id uuid not null,
  reason text not null,
  actor text not null,
  at timestamptz not null
);
create index placement_move_of on placement_move (placement_id, id);
revoke update, delete on placement_move from yunheng_app;

alter table placement enable row level security;
create policy placement_scope on placement using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[])
  or provider_body_id = (select scope_provider()));
