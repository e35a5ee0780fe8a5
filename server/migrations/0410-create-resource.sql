-- Resources: what should be and what is, on one row (DESIGN §2). A list reads this table alone; names of bodies, systems,
-- clouds and pools come from tables of a few thousand rows.
create table resource (
  id uuid primary key,
  kind text not null check (kind in ('server', 'volume', 'snapshot', 'network', 'subnet', 'router', 'security-group',
    'floating-ip', 'key-pair', 'project', 'service')),
  name text not null,
  -- Owner and place.
  body_id uuid not null,
  system_id uuid not null,
  provider_body_id uuid not null,
  cloud_id uuid not null,
  pool_id uuid not null,
  network_zone text not null check (network_zone in ('internet', 'government-extranet', 'dedicated-line')),
  -- Ground that the resources of one system on one cloud (and network zone) share, made with the first of them and
  -- removed with the last: which part of it this row is.
  ground text check (ground in ('project', 'network', 'subnet', 'router', 'security-group')),
  project_id uuid references resource,
  -- Where it comes from.
  request_id uuid,
  request_line_id uuid,
  -- Request line of the last change, and when it had arrived.
  change_line_id uuid,
  change_settled_at timestamptz,
  placement_id uuid,
  -- Number of the line's unit that it belongs to, from 1.
  unit int,
  -- { id, code, title, offeringCode }: the plan as it was approved.
  plan jsonb,
  created_by text not null,
  created_at timestamptz not null,
  -- What should be. `generation` counts changes of intent; `settled_generation` is the last one that was reached.
  presence text not null check (presence in ('present', 'absent')),
  spec jsonb not null,
  generation int not null default 1,
  settled_generation int not null default 0,
  intended_at timestamptz not null,
  cooling_until timestamptz,
  expires_at timestamptz,
  -- What is, as the cloud last said.
  external_id text,
  observed_state text check (observed_state in ('building', 'ready', 'changing', 'needs-confirm', 'removing', 'error',
    'unknown', 'gone')),
  native_state text,
  observed_spec jsonb,
  attributes jsonb,
  observed_at timestamptz,
  -- Facts of its life, each written once.
  asked_at timestamptz,
  built_at timestamptz,
  provisioned_at timestamptz,
  released_at timestamptz,
  -- Computed from both sides whenever one of them changes.
  state text not null check (state in ('waiting', 'building', 'ready', 'stopped', 'changing', 'cooling-off', 'removing',
    'released', 'faulty', 'missing', 'unknown')),
  agreement text not null check (agreement in ('level', 'changing', 'tilted', 'unknown')),
  differences jsonb not null,
  conditions jsonb not null,
  -- Capacity and quota: what it takes when it is as intended; what is promised to it, and what it holds for good.
  wanted jsonb not null,
  reserved jsonb not null,
  allocated jsonb not null,
  -- Name, addresses and external id, lower case.
  search text not null,
  -- When it is to be looked at even if nobody asks; null when never.
  look_at timestamptz,
  version int not null default 1,
  check ((state = 'released') = (released_at is not null)),
  check (released_at is null or presence = 'absent')
);
create index resource_body on resource (body_id, id);
create index resource_system on resource (system_id, id);
create index resource_provider on resource (provider_body_id, id);
create index resource_cloud on resource (cloud_id, id);
create index resource_pool on resource (pool_id, id);
create index resource_kind on resource (kind, id);
create index resource_state on resource (state, id) where state not in ('ready', 'released');
create index resource_agreement on resource (agreement, id) where agreement <> 'level';
create index resource_search on resource using gin (search gin_trgm_ops);
create index resource_request on resource (request_id) where request_id is not null;
create index resource_line on resource (request_line_id) where request_line_id is not null;
create index resource_change_line on resource (change_line_id) where change_line_id is not null;
create index resource_placement on resource (placement_id) where placement_id is not null;
create index resource_project on resource (project_id) where released_at is null;
create index resource_look on resource (look_at) where look_at is not null;
create index resource_external on resource (cloud_id, kind, external_id) where external_id is not null;
-- One ground of each sort for a system on a cloud, in each network zone; never two by a race.
create unique index resource_ground on resource (cloud_id, system_id, ground, network_zone)
  where ground is not null and ground <> 'project' and released_at is null;
create unique index resource_ground_project on resource (cloud_id, system_id)
  where ground = 'project' and released_at is null;

-- What stands on what, out of the specs, for both directions.
create table resource_link (
  resource_id uuid not null references resource,
  stands_on_id uuid not null references resource,
  primary key (resource_id, stands_on_id)
);
create index resource_link_back on resource_link (stands_on_id);

-- What happened, in order: changes of intent, facts, conditions that came and went.
create table resource_history (
  id uuid primary key,
  resource_id uuid not null references resource,
  body_id uuid not null,
  provider_body_id uuid not null,
  at timestamptz not null,
  sort text not null check (sort in ('intent', 'fact', 'condition')),
  code text not null,
  details jsonb not null,
  actor text,
  differences jsonb not null,
  cloud_words text
);
create index resource_history_of on resource_history (resource_id, id);
-- Added to, never changed.
revoke update, delete on resource_history from yunheng_app;

alter table resource enable row level security;
alter table resource_history enable row level security;
create policy resource_scope on resource using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[])
  or provider_body_id = (select scope_provider()));
create policy resource_history_scope on resource_history using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));
