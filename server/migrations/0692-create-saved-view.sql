-- Filters and columns of a list that a person keeps under a name.
create table saved_view (
  id uuid primary key,
  person_id uuid not null references person on delete cascade,
  page text not null,
  name text not null,
  search text not null,
  columns jsonb,
  created_at timestamptz not null,
  unique (person_id, page, name)
);
alter table saved_view enable row level security;
create policy saved_view_scope on saved_view using ((select scope_all()) or person_id = (select scope_person()));
