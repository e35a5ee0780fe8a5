-- The ledger of information systems 信息系统台账. Classified systems have no place in it: the column cannot say so (R191).
create table system (
  id uuid primary key,
  body_id uuid not null references body,
  code text not null unique check (code ~ '^[A-Za-z0-9][A-Za-z0-9-]{1,62}$'),
  name text not null,
  summary text not null,
  kind text not null check (kind in ('new', 'stock')),
  lifecycle text not null check (lifecycle in ('planned', 'building', 'trial', 'running', 'retired')),
  protection_level int not null check (protection_level between 1 and 5),
  protection_filing_no text,
  classification text not null check (classification in ('public', 'internal')),
  network_zone text not null check (network_zone in ('internet', 'government-extranet', 'dedicated-line')),
  access_paths text[] not null check (cardinality(access_paths) > 0),
  responsible_person_id uuid references person,
  has_web boolean not null,
  is_vertical boolean not null,
  deployment text not null check (deployment in ('cloud', 'to-migrate', 'exempt')),
  exemption jsonb,
  wave text,
  trial_since timestamptz,
  retired_at timestamptz,
  retire_reason text,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- R5, R20 and the rule on levels, behind the same rules in the code.
  check ((deployment = 'exempt') = (exemption is not null)),
  check (kind = 'stock' or deployment <> 'to-migrate'),
  check (protection_level <= 3 or deployment = 'exempt'),
  check ((lifecycle = 'retired') = (retired_at is not null))
);
create index system_body on system (body_id, name, id);
create index system_name on system (name, id);
create index system_name_search on system using gin (name gin_trgm_ops);
create index system_person on system (responsible_person_id) where responsible_person_id is not null;

alter table system enable row level security;
create policy system_scope on system using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));

-- Names of systems, for those who see what stands on them without seeing the ledger (providers).
create view system_directory as select id, code, name, body_id, protection_level, network_zone from system;
revoke insert, update, delete on system_directory from yunheng_app;
