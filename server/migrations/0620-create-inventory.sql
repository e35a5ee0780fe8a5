-- What every cloud shows, ours or not: one row per thing, written only when something of it has changed.
create table inventory_scan (
  id uuid primary key,
  cloud_id uuid not null references cloud on delete cascade,
  -- Only a full scan that is complete proves absence (F9).
  sort text not null check (sort in ('full', 'incremental')),
  state text not null check (state in ('running', 'complete', 'failed')),
  pages int not null default 0,
  seen int not null default 0,
  appeared int not null default 0,
  changed int not null default 0,
  vanished int not null default 0,
  -- Why it failed, and in which words the cloud said so.
  reason text,
  details jsonb not null,
  cloud_request_id text,
  began_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'running') = (ended_at is null)),
  check ((state = 'failed') = (reason is not null))
);
create index inventory_scan_cloud on inventory_scan (cloud_id, began_at desc);

-- What people want of the next scan of a cloud.
create table inventory_wish (
  cloud_id uuid primary key references cloud on delete cascade,
  wanted_at timestamptz not null,
  -- Somebody has checked that most of the cloud is gone indeed, and says why.
  loss_reason text
);

create table inventory_item (
  id uuid primary key,
  cloud_id uuid not null references cloud on delete cascade,
  kind text not null,
  external_id text collate "C" not null,
  -- Over everything that matters, in a stable order; null while it is gone, so that its return is always a difference.
  fingerprint uuid,
  project_ref text collate "C",
  name text not null,
  state text not null,
  native_state text not null,
  spec jsonb not null,
  attributes jsonb not null,
  fault text,
  -- The tag as the cloud keeps it; and the id in it, when it has the shape of one.
  tag text,
  resource_id uuid,
  cloud_created_at timestamptz,
  first_seen_at timestamptz not null,
  -- Since when this is what is known of it. There is no "last seen": what has not changed is not written.
  known_since timestamptz not null,
  vanished_at timestamptz,
  check ((fingerprint is null) = (vanished_at is not null))
);
-- What a scan compares with, read from the index alone.
create unique index inventory_item_key on inventory_item (cloud_id, kind, external_id) include (id, fingerprint);
create index inventory_item_cloud on inventory_item (cloud_id, id);
create index inventory_item_untagged on inventory_item (cloud_id, id) where tag is null and vanished_at is null;
create index inventory_item_tagged on inventory_item (resource_id) where resource_id is not null;
create index inventory_item_project on inventory_item (cloud_id, project_ref);
create index inventory_item_vanished on inventory_item (vanished_at) where vanished_at is not null;

-- Every change of what is known, before → after. The first sight of a thing stands on its own row.
create table inventory_change (
  id uuid primary key default gen_random_uuid(),
  item_id uuid not null references inventory_item on delete cascade,
  cloud_id uuid not null,
  sort text not null check (sort in ('changed', 'vanished', 'reappeared')),
  -- [{ field, before, after }]
  differences jsonb not null,
  -- Null when it was noticed by a look at this one thing.
  scan_id uuid,
  at timestamptz not null
);
create index inventory_change_item on inventory_change (item_id, at, id);
create index inventory_change_cloud on inventory_change (cloud_id, at, id);
create index inventory_change_scan on inventory_change (scan_id) where scan_id is not null;
create index inventory_change_age on inventory_change (at);
-- Added to, never changed; what is past its time is removed.
revoke update on inventory_change from yunheng_app;

-- Clouds are the provider's and the regulator's; a department sees its own resources, not the whole cloud.
alter table inventory_scan enable row level security;
alter table inventory_wish enable row level security;
alter table inventory_item enable row level security;
alter table inventory_change enable row level security;
create policy inventory_scan_scope on inventory_scan using ((select scope_all())
  or ((select scope_provider()) is not null and exists (select from cloud where cloud.id = cloud_id)));
create policy inventory_wish_scope on inventory_wish using ((select scope_all())
  or ((select scope_provider()) is not null and exists (select from cloud where cloud.id = cloud_id)));
create policy inventory_item_scope on inventory_item using ((select scope_all())
  or ((select scope_provider()) is not null and exists (select from cloud where cloud.id = cloud_id)));
create policy inventory_change_scope on inventory_change using ((select scope_all())
  or ((select scope_provider()) is not null and exists (select from cloud where cloud.id = cloud_id)));

-- Whose a tag is: asked by the inventory of every thing it shows.
create view resource_directory as
  select id, cloud_id, kind, name, external_id, body_id, system_id, presence, released_at, state, agreement from resource;
revoke insert, update, delete on resource_directory from yunheng_app;
