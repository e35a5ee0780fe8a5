-- Lists written to files in the background, for one person acting from one post.
create table export (
  id uuid primary key,
  person_id uuid not null references person on delete cascade,
  -- What it may show is what this post may see while it is written.
  post_id uuid not null,
  body_id uuid not null,
  account_id uuid not null,
  -- Id of the operation that exports the same list at once.
  list text not null,
  filters jsonb not null,
  format text not null check (format in ('xlsx', 'csv')),
  language text not null check (language in ('zh', 'en')),
  state text not null check (state in ('waiting', 'running', 'ready', 'failed', 'cancelled')),
  -- How often it was begun: only the last one may say how it went.
  attempts int not null default 0,
  rows int not null default 0,
  expected_rows int,
  is_estimate boolean,
  size_bytes bigint,
  file_name text,
  reason text,
  details jsonb not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  -- When the row goes, and the file with it.
  kept_until timestamptz not null,
  check ((state in ('waiting', 'running')) = (ended_at is null)),
  check ((state = 'ready') = (file_name is not null)),
  check ((state = 'failed') = (reason is not null))
);
create index export_mine on export (person_id, post_id, id desc);
create index export_under_way on export (id) where state in ('waiting', 'running');
create index export_kept on export (kept_until);
alter table export enable row level security;
create policy export_scope on export using ((select scope_all()) or person_id = (select scope_person()));
