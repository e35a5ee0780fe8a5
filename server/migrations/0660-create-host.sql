-- Hosts behind the pools and the machines on them, taken in from clouds that show them to their administrators.
alter table cloud add column hosts_observed_at timestamptz;

create table host (
  id uuid primary key,
  cloud_id uuid not null references cloud on delete cascade,
  external_id text not null,
  name text not null,
  native_zone text not null,
  -- Null as long as no zone of ours goes by that name.
  zone_id uuid references zone on delete set null,
  -- The only pool of its zone, or the one that a person named.
  pool_id uuid references pool on delete set null,
  hypervisor text not null,
  state text not null check (state in ('in-service', 'maintenance', 'down', 'gone')),
  -- Physical; with the over-commit of its pool; taken by all machines on it, by the cloud's own count.
  total_vcpus bigint not null check (total_vcpus >= 0), total_memory_mib bigint not null check (total_memory_mib >= 0),
  total_storage_gib bigint not null check (total_storage_gib >= 0),
  limit_vcpus bigint not null check (limit_vcpus >= 0), limit_memory_mib bigint not null check (limit_memory_mib >= 0),
  limit_storage_gib bigint not null check (limit_storage_gib >= 0),
  used_vcpus bigint not null check (used_vcpus >= 0), used_memory_mib bigint not null check (used_memory_mib >= 0),
  used_storage_gib bigint not null check (used_storage_gib >= 0),
  -- Told by the cloud where it knows, else stated by a person.
  is_domestic boolean,
  watts_idle int check (watts_idle >= 0),
  watts_peak int check (watts_peak >= watts_idle),
  version int not null default 1,
  created_at timestamptz not null,
  unique (cloud_id, external_id),
  check ((watts_idle is null) = (watts_peak is null))
);
create index host_zone on host (zone_id);
create index host_pool on host (pool_id);
create index host_name on host (name, id);

create table host_guest (
  cloud_id uuid not null references cloud on delete cascade,
  external_id text not null,
  host_id uuid not null references host on delete cascade,
  -- Out of the tag; null for a machine that is not ours.
  resource_id uuid,
  vcpus bigint not null,
  memory_mib bigint not null,
  storage_gib bigint not null,
  apart_group text,
  is_movable boolean not null,
  primary key (cloud_id, external_id)
);
create index host_guest_host on host_guest (host_id);

alter table host enable row level security;
alter table host_guest enable row level security;
create policy host_scope on host using ((select scope_all()) or exists (select from cloud where cloud.id = host.cloud_id));
create policy host_guest_scope on host_guest
  using ((select scope_all()) or exists (select from host where host.id = host_guest.host_id));
