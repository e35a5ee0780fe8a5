-- Notices (通知): one row for each person who should know. Rows older than 180 days go.
create table notice (
  id uuid primary key,
  person_id uuid not null references person,
  kind text not null,
  text_zh text not null,
  text_en text not null,
  noun text not null,
  object_id uuid not null,
  at timestamptz not null,
  read_at timestamptz
);
create index notice_of on notice (person_id, at, id);
create index notice_unread on notice (person_id, at, id) where read_at is null;
create index notice_age on notice (at);

alter table notice enable row level security;
create policy notice_scope on notice using ((select scope_all()) or person_id = (select scope_person()));
