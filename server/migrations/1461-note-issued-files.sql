-- Files about money that left the platform whole (R275): by which digests they are known, what they show, and to whom they went. Added,
-- never changed.
create table issued_file (
  id uuid primary key,
  -- Of the whole file, in hexadecimal.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  sm3 text not null check (sm3 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null check (size_bytes >= 0),
  file_name text not null,
  -- Id of the operation whose list or object it shows, and the noun of which one must be allowed to see something.
  operation text not null,
  noun text not null,
  object_id text,
  label text,
  filter jsonb not null,
  -- Bodies whose matter it is, beside that of whoever fetched it.
  concerns uuid[] not null,
  person_id uuid not null,
  person_name text not null,
  -- For which body he acted, as it was called then.
  body_id uuid,
  body_name text,
  issued_at timestamptz not null
);
create index issued_file_sha256 on issued_file (sha256);
create index issued_file_sm3 on issued_file (sm3);
alter table issued_file enable row level security;
create policy issued_file_scope on issued_file using ((select scope_all()) or person_id = (select scope_person())
  or body_id = any ((select scope_bodies())::uuid[]) or concerns && (select scope_bodies())::uuid[]
  or (select scope_provider()) = any (concerns));
revoke update, delete on issued_file from yunheng_app;
