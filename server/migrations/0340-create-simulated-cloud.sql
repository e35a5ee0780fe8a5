-- The simulated cloud 模拟云: a system of its own that happens to keep its memory here. Nothing of the platform refers to
-- it, it refers to nothing of the platform, and it is never part of the platform's transactions.
create schema simulated;

create table simulated.cloud (
  endpoint text primary key,
  seed bigint not null,
  -- SHA-256 of the key that the first connection brought; later ones must bring the same.
  key_digest text not null,
  knobs jsonb not null,
  next_number bigint not null default 1,
  next_vni int not null default 1001 check (next_vni <= 16777215),
  created_at timestamptz not null
);

create table simulated.zone (
  cloud text not null references simulated.cloud on delete cascade,
  name text not null,
  hosts int not null,
  vcpus_total bigint not null,
  -- Physical cores times the cloud's own over-commit.
  vcpus_limit bigint not null,
  vcpus_used bigint not null default 0 check (vcpus_used between 0 and vcpus_limit),
  memory_mib_total bigint not null,
  memory_mib_used bigint not null default 0 check (memory_mib_used between 0 and memory_mib_total),
  disk_gib_total bigint not null,
  disk_gib_used bigint not null default 0 check (disk_gib_used between 0 and disk_gib_total),
  primary key (cloud, name)
);

-- Quota of a project inside the cloud; null limits nothing.
create table simulated.allowance (
  cloud text not null references simulated.cloud on delete cascade,
  project_ref text not null,
  vcpus_limit bigint, vcpus_used bigint not null default 0 check (vcpus_used >= 0),
  memory_mib_limit bigint, memory_mib_used bigint not null default 0 check (memory_mib_used >= 0),
  storage_gib_limit bigint, storage_gib_used bigint not null default 0 check (storage_gib_used >= 0),
  floating_ips_limit bigint, floating_ips_used bigint not null default 0 check (floating_ips_used >= 0),
  primary key (cloud, project_ref)
);

create table simulated.thing (
  cloud text not null references simulated.cloud on delete cascade,
  ref text not null,
  kind text not null,
  -- The tag `yunheng:resource=<id>`. Not unique: no cloud forbids that two carry the same.
  resource_id text,
  project_ref text,
  name text not null,
  state text not null,
  native_state text not null,
  spec jsonb not null,
  attributes jsonb not null,
  fault text,
  -- What it turns into at `settles_at`: {state, nativeState, spec, attributes, fault} or {gone: true}.
  settles_at timestamptz,
  settles jsonb,
  number bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (cloud, ref),
  check ((settles_at is null) = (settles is null))
);
create index thing_by_tag on simulated.thing (cloud, resource_id, kind) where resource_id is not null;
create index thing_by_kind on simulated.thing (cloud, kind, number);
create index thing_by_change on simulated.thing (cloud, kind, updated_at);
create index thing_by_project on simulated.thing (cloud, project_ref) where project_ref is not null;
create index thing_settling on simulated.thing (cloud, settles_at) where settles_at is not null;

-- Which thing stands on which: a server on its subnets, a volume on its server.
create table simulated.link (
  cloud text not null references simulated.cloud on delete cascade,
  from_ref text not null,
  to_ref text not null,
  primary key (cloud, from_ref, to_ref)
);
create index link_to on simulated.link (cloud, to_ref);

create table simulated.address (
  cloud text not null references simulated.cloud on delete cascade,
  -- A subnet, or `external:<network>`.
  range_ref text not null,
  host bigint not null,
  owner_ref text not null,
  primary key (cloud, range_ref, host)
);
create index address_owner on simulated.address (cloud, owner_ref);

-- The n-th call of a verb fails so: read and counted down by the call itself.
create table simulated.fault_rule (
  id bigint generated always as identity primary key,
  cloud text not null references simulated.cloud on delete cascade,
  verb text not null,
  kind text,
  subject text,
  skip int not null check (skip >= 0),
  times int not null check (times >= 0),
  effect jsonb not null
);
create index fault_rule_cloud on simulated.fault_rule (cloud);

-- Bounded record of calls, for people and tests. Unlogged: it costs no flush and may be lost in a crash of the database.
create unlogged table simulated.call (
  id bigint generated always as identity primary key,
  cloud text not null,
  verb text not null,
  kind text,
  -- Resource id or external id, as the caller gave it.
  subject text,
  project_ref text,
  at timestamptz not null,
  took_ms double precision,
  -- `under-way`, `ok`, `created`, `found`, or the kind of fault.
  outcome text not null
);
create index call_cloud on simulated.call (cloud, id);
