-- Regions: province → city → county → street → community (R27, R31). `path` is the ids from the root, for subtree tests.
create table region (
  id uuid primary key,
  parent_id uuid references region,
  level text not null check (level in ('province', 'city', 'county', 'street', 'community')),
  -- GB/T 2260 (6 digits) for province to county, 9 or 12 digits below.
  code text not null unique check (code ~ '^[0-9]{6}([0-9]{3}){0,2}$'),
  name text not null,
  path text not null,
  version int not null default 1,
  created_at timestamptz not null
);
create index region_parent on region (parent_id, code);
create index region_path on region (path text_pattern_ops);

-- Bodies of all kinds (DESIGN §1). One platform serves one province: its leading group stands at the root (R50).
create table body (
  id uuid primary key,
  region_id uuid not null references region,
  parent_id uuid references body,
  kind text not null check (kind in ('leading-group', 'regulator-bureau', 'regulator-centre', 'operations', 'provider',
    'platform-provider', 'department', 'guide')),
  guide_field text check (guide_field in ('cyberspace', 'public-security', 'xinchuang', 'cipher', 'finance', 'audit')),
  name text not null,
  short_name text not null,
  -- 统一社会信用代码, GB 32100-2015.
  credit_code text unique check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  path text not null,
  closed_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  check ((kind = 'guide') = (guide_field is not null))
);
create index body_region on body (region_id);
create index body_parent on body (parent_id);
create index body_path on body (path text_pattern_ops);
create index body_name on body (short_name, id);
create index body_name_search on body using gin (name gin_trgm_ops);

create table person (
  id uuid primary key,
  body_id uuid not null references body,
  name text not null,
  phone text,
  email text,
  deactivated_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null
);
create index person_body on person (body_id, name, id);
create index person_name_search on person using gin (name gin_trgm_ops);

-- A post (岗位): what a person may do, in which body, for how long.
create table post (
  id uuid primary key,
  person_id uuid not null references person,
  body_id uuid not null references body,
  role text not null,
  -- The side of the role (R21), kept beside it so that the constraint below can speak of it.
  side text not null,
  title text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  ended_at timestamptz,
  granted_by uuid references person,
  created_at timestamptz not null,
  check (valid_to is null or valid_to > valid_from),
  -- R21 管运分离: behind the rule in the code stands the database: no person on both sides at the same time.
  constraint post_sides_apart exclude using gist (
    person_id with =, side with <>, tstzrange(valid_from, least(valid_to, ended_at)) with &&
  ) where (side in ('supervision', 'provider') and (ended_at is null or ended_at > valid_from))
);
create index post_person on post (person_id);
create index post_body_role on post (body_id, role);

-- Absence: another person takes the tasks for a while (委托). Acts say on whose behalf.
create table delegation (
  id uuid primary key,
  from_person_id uuid not null references person,
  to_person_id uuid not null references person,
  body_id uuid not null references body,
  reason text not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  ended_at timestamptz,
  created_at timestamptz not null,
  check (valid_to > valid_from),
  check (from_person_id <> to_person_id)
);
create index delegation_from on delegation (from_person_id);
create index delegation_to on delegation (to_person_id);

alter table body enable row level security;
alter table person enable row level security;
alter table post enable row level security;
alter table delegation enable row level security;
create policy body_scope on body using ((select scope_all()) or id = any ((select scope_bodies())::uuid[]));
create policy person_scope on person
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]) or id = (select scope_person()));
create policy post_scope on post
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]) or person_id = (select scope_person()));
create policy delegation_scope on delegation
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[])
    or from_person_id = (select scope_person()) or to_person_id = (select scope_person()));

-- Names of bodies are public among the government: other modules show them beside their own rows.
create view body_directory as select id, name, short_name, kind, region_id, path from body;
revoke insert, update, delete on body_directory from yunheng_app;
