-- Secrets of all modules in one place, so that a rotation of the master key can re-wrap them all (decision 0020).
-- `sealed` is ciphertext (`gm:v<n>:…`); the key lies outside the database.
create table secret (
  noun text not null,
  object_id uuid not null,
  name text not null,
  sealed text not null check (sealed ~ '^gm:v[1-9][0-9]*:'),
  key_version int not null,
  changed_at timestamptz not null,
  primary key (noun, object_id, name)
);
create index secret_key_version on secret (key_version);
