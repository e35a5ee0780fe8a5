-- Files that belong to a row of some module (evidence, attachments). The owner's row decides who may read: nothing lists
-- blobs, and an id alone is never an answer. Content never changes; what is no longer referred to is removed by its owner.
create table blob (
  id uuid primary key,
  media_type text not null,
  file_name text not null,
  size_bytes int not null check (size_bytes between 1 and 20971520),
  -- SM3, hexadecimal.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  content bytea not null,
  created_at timestamptz not null,
  check (octet_length(content) = size_bytes)
);
-- Files are compressed already as a rule: out of line, not compressed again.
alter table blob alter column content set storage external;
