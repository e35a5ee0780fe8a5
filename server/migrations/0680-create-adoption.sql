-- Taking in what clouds held before the platform came (纳管): what is proposed, what people assign, what departments approve.

-- Whose an unmanaged thing seems to be, and by which rule. Worked out anew after every scan.
create table adoption_proposal (
  item_id uuid primary key references inventory_item on delete cascade,
  cloud_id uuid not null,
  body_id uuid not null,
  system_id uuid not null,
  -- In the order in which they are asked; the first that fits proposes.
  rule text not null check (rule in ('tag', 'project', 'project-name', 'name', 'attached')),
  -- What the rule found: fills its sentence.
  found text not null
);
create index adoption_proposal_cloud on adoption_proposal (cloud_id, system_id);

-- One list: things of one cloud for one body, decided by that body.
create sequence adoption_list_no;
create table adoption_list (
  id uuid primary key,
  no text not null unique,
  cloud_id uuid not null references cloud,
  provider_body_id uuid not null references body,
  body_id uuid not null references body,
  -- Which pool they are counted in.
  pool_id uuid not null references pool,
  state text not null check (state in ('draft', 'submitted', 'returned', 'withdrawn', 'taking-in', 'done')),
  note text not null,
  flow_instance_id uuid,
  created_by_name text not null,
  created_at timestamptz not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  decided_comment text,
  done_at timestamptz,
  -- Why taking in does not go on just now: { reason, words, at }.
  trouble jsonb,
  version int not null default 1
);
create index adoption_list_newest on adoption_list (created_at desc, id desc);
create index adoption_list_body on adoption_list (body_id, created_at desc);
create index adoption_list_under_way on adoption_list (id) where state = 'taking-in';

create table adoption_entry (
  id uuid primary key default gen_random_uuid(),
  list_id uuid not null references adoption_list on delete cascade,
  item_id uuid not null references inventory_item on delete cascade,
  cloud_id uuid not null,
  provider_body_id uuid not null,
  body_id uuid not null,
  system_id uuid not null references system,
  -- The thing as it was when it was assigned: what is decided about, and what it must still be when it is taken in.
  kind text not null,
  external_id text not null,
  project_ref text,
  project_name text,
  name text not null,
  spec jsonb not null,
  -- Why it was proposed; null when a person chose. `needed`: something else on the list stands on it.
  rule text,
  found text,
  state text not null check (state in ('assigned', 'sent-back', 'approved', 'taken-in', 'left-out', 'withdrawn')),
  -- Why it was sent back (a person's words) or left out (a reason code).
  comment text,
  reason text,
  -- The id that it gets as a resource: fixed before the cloud is asked, so that doing it twice makes one.
  resource_id uuid not null default gen_random_uuid(),
  taken_in_at timestamptz
);
create index adoption_entry_list on adoption_entry (list_id, id);
create index adoption_entry_open on adoption_entry (list_id) where state = 'approved';
-- Two people never assign the same thing.
create unique index adoption_entry_once on adoption_entry (item_id) where state in ('assigned', 'approved', 'taken-in');
create index adoption_entry_body on adoption_entry (body_id);

alter table adoption_proposal enable row level security;
alter table adoption_list enable row level security;
alter table adoption_entry enable row level security;
create policy adoption_proposal_scope on adoption_proposal using ((select scope_all())
  or ((select scope_provider()) is not null and exists (select from cloud where cloud.id = cloud_id)));
create policy adoption_list_scope on adoption_list using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));
create policy adoption_entry_scope on adoption_entry using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));

-- What clouds show, for those who may see it, with whether it is meant to stay unmanaged.
create view inventory_directory with (security_invoker = true) as
  select i.id, i.cloud_id, i.kind, i.external_id, i.project_ref, i.name, i.state, i.spec, i.attributes, i.tag, i.resource_id,
    i.first_seen_at, i.vanished_at, g.item_id is not null and (g.until is null or g.until >= current_date) as is_ignored
  from inventory_item i left join inventory_ignored g on g.item_id = i.id;
revoke insert, update, delete on inventory_directory from yunheng_app;

-- Proposals pass over what is retired.
create or replace view system_directory as
  select id, code, name, body_id, protection_level, network_zone, retired_at from system;

-- What a thing stands on in its cloud, as the cloud tells it.
create function adoption_needs(project_ref text, spec jsonb) returns table (kind text, ref text)
  language sql immutable set search_path = pg_catalog, public
  as $$
    select 'project', project_ref where project_ref is not null
    union all select 'network', spec->>'networkRef' where spec->>'networkRef' is not null
    union all select 'server', spec->>'serverRef' where spec->>'serverRef' is not null
    union all select 'volume', spec->>'volumeRef' where spec->>'volumeRef' is not null
    union all select 'subnet', s.ref from jsonb_array_elements_text(
      case jsonb_typeof(spec->'subnetRefs') when 'array' then spec->'subnetRefs' else '[]' end) s(ref)
    union all select 'security-group', g.ref from jsonb_array_elements_text(
      case jsonb_typeof(spec->'securityGroupRefs') when 'array' then spec->'securityGroupRefs' else '[]' end) g(ref)
  $$;
