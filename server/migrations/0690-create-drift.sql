-- Drift: where what the clouds show and what is intended part, and what people decided about it. What has drifted is never
-- kept: it is read from the resources and the inventory, under their own row-level security.
create view resource_drift with (security_invoker = true) as
  select r.id, case when r.state = 'missing' then 'vanished' else 'changed' end as sort, r.kind, r.name, r.external_id,
    r.cloud_id, r.body_id, r.system_id, r.provider_body_id, r.version, r.differences, r.search,
    coalesce((select min((c ->> 'since')::timestamptz) from jsonb_array_elements(r.conditions) c
      where c ->> 'type' in ('Drift', 'Missing')), r.observed_at) as since,
    -- What was accepted is accepted as it was then: when it differs otherwise, it shows again.
    hashtextextended(r.state || r.differences::text, 0) as digest
  from resource r
  where r.agreement = 'tilted' and r.presence = 'present'
    and (r.state = 'missing' or (r.observed_state = 'ready' and r.differences <> '[]'));
-- What was given back and is there all the same.
create view inventory_leftover with (security_invoker = true) as
  select i.id, i.kind, i.name, i.external_id, i.project_ref, i.cloud_id, i.known_since as since, r.id as resource_id,
    r.name as resource_name, r.body_id, r.system_id, r.provider_body_id, r.version
  from inventory_item i join resource r on r.id = i.resource_id
  where i.vanished_at is null and i.resource_id is not null and r.released_at is not null;
revoke insert, update, delete on resource_drift, inventory_leftover from yunheng_app;
-- Both sides of that join in the order of the id, so that few leftovers among a million things are found by one merge.
create index resource_released on resource (id) where released_at is not null;
create index inventory_item_live_tag on inventory_item (resource_id) include (id)
  where resource_id is not null and vanished_at is null;
create index inventory_item_untagged_id on inventory_item (id) where tag is null and vanished_at is null;
create index inventory_change_reappeared on inventory_change (item_id) where sort = 'reappeared';

-- Left as it is until a day, by whom and why.
create table drift_acceptance (
  -- A resource, or an inventory item for what reappeared.
  subject_id uuid primary key,
  digest bigint not null,
  reason text not null,
  until date not null,
  person text not null,
  at timestamptz not null,
  body_id uuid,
  provider_body_id uuid not null
);

-- Every decision, with what it was about.
create table drift_decision (
  id uuid primary key,
  subject_id uuid not null,
  sort text not null check (sort in ('changed', 'vanished', 'reappeared', 'unmanaged')),
  choice text not null check (choice in ('take-over', 'put-back', 'accept', 'withdraw')),
  kind text not null,
  name text not null,
  cloud_id uuid not null,
  cloud_name text not null,
  differences jsonb not null,
  reason text,
  until date,
  actor text not null,
  at timestamptz not null,
  body_id uuid,
  provider_body_id uuid not null
);
create index drift_decision_subject on drift_decision (subject_id, id);
revoke update, delete on drift_decision from yunheng_app;

-- Things that somebody decided to remove from a cloud: what was given back and is there again. Gone when they are gone.
create table drift_removal (
  item_id uuid primary key references inventory_item on delete cascade,
  resource_id uuid not null,
  wanted_at timestamptz not null,
  -- { reason, details } of what stood in the way at the last try.
  problem jsonb,
  tried_at timestamptz,
  provider_body_id uuid not null
);

alter table drift_acceptance enable row level security;
alter table drift_decision enable row level security;
alter table drift_removal enable row level security;
create policy drift_acceptance_scope on drift_acceptance using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));
create policy drift_decision_scope on drift_decision using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));
create policy drift_removal_scope on drift_removal using ((select scope_all())
  or provider_body_id = (select scope_provider()));
