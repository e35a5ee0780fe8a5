-- Clouds with their nodes, zones and pools (DESIGN §5); quotas of bodies and what they use.
create table cloud (
  id uuid primary key,
  code text not null unique,
  name text not null,
  provider_body_id uuid not null references body,
  kind text not null,
  endpoint text not null,
  region text,
  options jsonb not null,
  -- Secrets are kept by the platform, sealed; here stand their names alone.
  credential_names text[] not null,
  -- Goes up with every change of settings or secrets, so that every process opens a new connection.
  connection_version int not null default 1,
  state text not null check (state in ('new', 'healthy', 'degraded', 'unreachable', 'suspended')),
  last_probed_at timestamptz,
  capacity_observed_at timestamptz,
  findings jsonb not null,
  version int not null default 1,
  created_at timestamptz not null
);
create index cloud_provider on cloud (provider_body_id);

create table node (
  id uuid primary key,
  cloud_id uuid not null references cloud,
  code text not null,
  name text not null,
  kind text not null check (kind in ('backbone', 'dr-same-city', 'dr-remote', 'edge', 'department-integrated')),
  region_id uuid not null references region,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  grade text check (grade in ('national-a', 'green-4a')),
  certificate_no text,
  certificate_until date,
  version int not null default 1,
  created_at timestamptz not null,
  unique (cloud_id, code)
);
-- 1+2+N (R12): in each region a cloud has one backbone, one same-city and one remote disaster-recovery node.
create unique index node_one_of_kind on node (cloud_id, region_id, kind)
  where kind in ('backbone', 'dr-same-city', 'dr-remote');
create index node_region on node (region_id);

create table zone (
  id uuid primary key,
  node_id uuid not null references node,
  cloud_id uuid not null references cloud,
  code text not null,
  name text not null,
  native_zone text not null,
  observed jsonb,
  observed_at timestamptz,
  created_at timestamptz not null,
  unique (node_id, code)
);
create index zone_cloud on zone (cloud_id);

create table pool (
  id uuid primary key,
  zone_id uuid not null references zone,
  cloud_id uuid not null references cloud,
  code text not null unique,
  name text not null,
  class text not null check (class in ('general', 'dedicated', 'full-stack-dedicated', 'heterogeneous')),
  network_zone text not null check (network_zone in ('internet', 'government-extranet', 'dedicated-line')),
  dedicated_body_id uuid references body,
  capacity_source text not null check (capacity_source in ('declared', 'observed')),
  over_commit_vcpus numeric(6, 2) not null check (over_commit_vcpus > 0),
  over_commit_memory numeric(6, 2) not null check (over_commit_memory > 0),
  over_commit_storage numeric(6, 2) not null check (over_commit_storage > 0),
  -- What there is; what is kept back; what may be promised (total × over-commit − kept back).
  total_vcpus bigint not null default 0 check (total_vcpus >= 0), total_memory_mib bigint not null default 0 check (total_memory_mib >= 0), total_storage_gib bigint not null default 0 check (total_storage_gib >= 0),
  total_floating_ips bigint not null default 0 check (total_floating_ips >= 0), total_cards bigint not null default 0 check (total_cards >= 0),
  held_back_vcpus bigint not null default 0 check (held_back_vcpus >= 0), held_back_memory_mib bigint not null default 0 check (held_back_memory_mib >= 0), held_back_storage_gib bigint not null default 0 check (held_back_storage_gib >= 0),
  held_back_floating_ips bigint not null default 0 check (held_back_floating_ips >= 0), held_back_cards bigint not null default 0 check (held_back_cards >= 0),
  limit_vcpus bigint not null default 0 check (limit_vcpus >= 0), limit_memory_mib bigint not null default 0 check (limit_memory_mib >= 0), limit_storage_gib bigint not null default 0 check (limit_storage_gib >= 0),
  limit_floating_ips bigint not null default 0 check (limit_floating_ips >= 0), limit_cards bigint not null default 0 check (limit_cards >= 0),
  -- Promised and on its way; delivered.
  reserved_vcpus bigint not null default 0 check (reserved_vcpus >= 0), reserved_memory_mib bigint not null default 0 check (reserved_memory_mib >= 0), reserved_storage_gib bigint not null default 0 check (reserved_storage_gib >= 0),
  reserved_floating_ips bigint not null default 0 check (reserved_floating_ips >= 0), reserved_cards bigint not null default 0 check (reserved_cards >= 0),
  allocated_vcpus bigint not null default 0 check (allocated_vcpus >= 0), allocated_memory_mib bigint not null default 0 check (allocated_memory_mib >= 0), allocated_storage_gib bigint not null default 0 check (allocated_storage_gib >= 0),
  allocated_floating_ips bigint not null default 0 check (allocated_floating_ips >= 0), allocated_cards bigint not null default 0 check (allocated_cards >= 0),
  accelerator jsonb,
  mapping jsonb not null,
  state text not null check (state in ('open', 'closed')),
  observed_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  -- The limit itself may fall below what was promised (a cloud lost hosts): `ceiling` then stays at the promise, so that
  -- this constraint never forbids to write down the truth, and always forbids to promise more.
  ceiling_vcpus bigint not null default 0 check (ceiling_vcpus >= 0), ceiling_memory_mib bigint not null default 0 check (ceiling_memory_mib >= 0), ceiling_storage_gib bigint not null default 0 check (ceiling_storage_gib >= 0),
  ceiling_floating_ips bigint not null default 0 check (ceiling_floating_ips >= 0), ceiling_cards bigint not null default 0 check (ceiling_cards >= 0),
  check (reserved_vcpus + allocated_vcpus <= ceiling_vcpus and reserved_memory_mib + allocated_memory_mib <= ceiling_memory_mib and reserved_storage_gib + allocated_storage_gib <= ceiling_storage_gib and reserved_floating_ips + allocated_floating_ips <= ceiling_floating_ips and reserved_cards + allocated_cards <= ceiling_cards),
  check ((class in ('dedicated', 'full-stack-dedicated')) = (dedicated_body_id is not null))
);
create index pool_choice on pool (network_zone, class) where state = 'open';
create index pool_zone on pool (zone_id);
create index pool_cloud on pool (cloud_id);

-- How much a body may hold. What it passes on to bodies below counts as allotted; each claim locks one row only.
create table quota (
  body_id uuid primary key references body,
  -- The nearest quota above, which this one was allotted from; null at the top.
  parent_body_id uuid references quota,
  limit_vcpus bigint not null default 0 check (limit_vcpus >= 0), limit_memory_mib bigint not null default 0 check (limit_memory_mib >= 0), limit_storage_gib bigint not null default 0 check (limit_storage_gib >= 0),
  limit_floating_ips bigint not null default 0 check (limit_floating_ips >= 0), limit_cards bigint not null default 0 check (limit_cards >= 0),
  allotted_vcpus bigint not null default 0 check (allotted_vcpus >= 0), allotted_memory_mib bigint not null default 0 check (allotted_memory_mib >= 0), allotted_storage_gib bigint not null default 0 check (allotted_storage_gib >= 0),
  allotted_floating_ips bigint not null default 0 check (allotted_floating_ips >= 0), allotted_cards bigint not null default 0 check (allotted_cards >= 0),
  used_vcpus bigint not null default 0 check (used_vcpus >= 0), used_memory_mib bigint not null default 0 check (used_memory_mib >= 0), used_storage_gib bigint not null default 0 check (used_storage_gib >= 0),
  used_floating_ips bigint not null default 0 check (used_floating_ips >= 0), used_cards bigint not null default 0 check (used_cards >= 0),
  version int not null default 1,
  created_at timestamptz not null,
  check (used_vcpus + allotted_vcpus <= limit_vcpus and used_memory_mib + allotted_memory_mib <= limit_memory_mib and used_storage_gib + allotted_storage_gib <= limit_storage_gib and used_floating_ips + allotted_floating_ips <= limit_floating_ips and used_cards + allotted_cards <= limit_cards)
);
create index quota_parent on quota (parent_body_id);

-- What each body uses, and against whose quota it counts; kept so that a new quota can take over what stands below it.
create table quota_use (
  body_id uuid primary key references body,
  holder_body_id uuid not null references quota,
  vcpus bigint not null default 0 check (vcpus >= 0), memory_mib bigint not null default 0 check (memory_mib >= 0), storage_gib bigint not null default 0 check (storage_gib >= 0),
  floating_ips bigint not null default 0 check (floating_ips >= 0), cards bigint not null default 0 check (cards >= 0)
);
create index quota_use_holder on quota_use (holder_body_id);

-- A provider sees its own clouds (R42); everybody else whom the policy lets see clouds sees all of them.
alter table cloud enable row level security;
alter table node enable row level security;
alter table zone enable row level security;
alter table pool enable row level security;
alter table quota enable row level security;
create policy cloud_scope on cloud
  using ((select scope_all()) or (select scope_provider()) is null or provider_body_id = (select scope_provider()));
create policy node_scope on node using ((select scope_all()) or exists (select from cloud where cloud.id = node.cloud_id));
create policy zone_scope on zone using ((select scope_all()) or exists (select from cloud where cloud.id = zone.cloud_id));
create policy pool_scope on pool
  using ((select scope_all()) or (exists (select from cloud where cloud.id = pool.cloud_id)
    and (dedicated_body_id is null or (select scope_provider()) is not null
      or dedicated_body_id = any ((select scope_bodies())::uuid[]))));
create policy quota_scope on quota using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
