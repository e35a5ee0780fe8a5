-- What a body puts beside its answer to a saving notice (R129): never changed and never taken away, since the centre decides by it.
create table saving_notice_file (
  id uuid primary key,
  notice_id uuid not null references saving_notice,
  blob_id uuid not null references blob,
  file_name text not null,
  media_type text not null,
  size_bytes int not null,
  digest text not null,
  person_id uuid not null references person,
  by_name text not null,
  at timestamptz not null
);
create index saving_notice_file_of on saving_notice_file (notice_id, id);
alter table saving_notice_file enable row level security;
create policy saving_notice_file_scope on saving_notice_file using ((select scope_all())
  or exists (select from saving_notice n where n.id = notice_id));
revoke update, delete on saving_notice_file from yunheng_app;
