-- Platforms that are not connected, and what they are said to hold, day by day: lower levels report by themselves (R32),
-- what stands in the 政务内网 is counted by people (R37).
create table unconnected_platform (
  id uuid primary key,
  code text not null unique,
  name text not null,
  kind text not null check (kind in ('government', 'industry', 'livelihood')),
  network_type text not null check (network_type in ('government-intranet', 'government-extranet', 'internet')),
  region_id uuid not null references region,
  body_id uuid not null references body,
  contact_name text not null,
  contact_phone text not null,
  -- The credential itself is kept by the platform that reports; here stand its digest and how it begins.
  token_hash text unique,
  token_prefix text,
  token_issued_at timestamptz,
  token_used_at timestamptz,
  revoked_at timestamptz,
  revoke_reason text,
  version int not null default 1,
  created_at timestamptz not null,
  -- R37: only counted, never connected. And whoever was revoked has no way in.
  check (network_type <> 'government-intranet' or token_hash is null),
  check (revoked_at is null or token_hash is null),
  check ((token_hash is null) = (token_prefix is null) and (token_hash is null) = (token_issued_at is null))
);
create index unconnected_platform_region on unconnected_platform (region_id);
create index unconnected_platform_body on unconnected_platform (body_id);

-- One row for a day: the same day told again is the same row.
create table unconnected_report (
  platform_id uuid not null references unconnected_platform,
  day date not null,
  clouds bigint not null check (clouds >= 0),
  vcpus bigint not null check (vcpus >= 0),
  memory_gib bigint not null check (memory_gib >= 0),
  storage_gib bigint not null check (storage_gib >= 0),
  systems bigint not null check (systems >= 0),
  resources bigint not null check (resources >= 0),
  source text not null,
  entered_by text not null,
  received_at timestamptz not null,
  revision int not null default 1,
  primary key (platform_id, day)
);
revoke delete on unconnected_report from yunheng_app;

alter table unconnected_platform enable row level security;
create policy unconnected_platform_scope on unconnected_platform
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
alter table unconnected_report enable row level security;
create policy unconnected_report_scope on unconnected_report
  using ((select scope_all()) or exists (select from unconnected_platform p where p.id = platform_id));
