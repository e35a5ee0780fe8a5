-- What entries are searched by stands in columns of its own, once, and is digested together with the rest: extracting it
-- from the text cost fifteen parses an entry. Nothing was sealed in earnest yet, so the tables are made anew.
drop table audit_pending;
drop table audit_entry;
alter table audit_checkpoint disable trigger all;
delete from audit_checkpoint;
alter table audit_checkpoint enable always trigger audit_checkpoint_append_only;
alter table audit_checkpoint enable always trigger audit_checkpoint_no_truncate;

-- One line each in the digested text: no line breaks within, and empty means absent.
create domain audit_word as text check (value <> '' and length(value) <= 200 and position(chr(10) in value) = 0);

create table audit_pending (
  at timestamptz(3) not null,
  act audit_word not null,
  outcome text not null check (outcome in ('done', 'refused', 'failed')),
  noun audit_word not null,
  object_id audit_word,
  person_id uuid,
  body_id uuid,
  actor_body_id uuid,
  content json not null check (octet_length(content::text) <= 262144),
  recorded_at timestamptz(3) not null default clock_timestamp()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);
-- The application may add an entry, and nothing else: not even say when it was recorded.
revoke all on audit_pending from yunheng_app;
grant insert (at, act, outcome, noun, object_id, person_id, body_id, actor_body_id, content) on audit_pending to yunheng_app;

create table audit_entry (
  seq bigint primary key check (seq > 0),
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  recorded_at timestamptz(3) not null,
  sealed_at timestamptz(3) not null,
  at timestamptz(3) not null,
  act text not null,
  outcome text not null check (outcome in ('done', 'refused', 'failed')),
  noun text not null,
  object_id text,
  person_id uuid,
  body_id uuid,
  actor_body_id uuid,
  content json not null,
  hash bytea not null check (octet_length(hash) = 32)
);
create index audit_entry_object on audit_entry (object_id, seq) where object_id is not null;
create index audit_entry_person on audit_entry (person_id, seq) where person_id is not null;
create index audit_entry_body on audit_entry (body_id, seq) where body_id is not null;
-- Time runs with the sequence, so that a few pages of summary find a period.
create index audit_entry_time on audit_entry using brin (at) with (pages_per_range = 16);
revoke all on audit_entry from yunheng_app;
grant select on audit_entry to yunheng_app;

-- Who may read: the whole platform's auditors, and a body what was done to its things or by its people.
alter table audit_entry enable row level security;
create policy audit_entry_scope on audit_entry for select using (
  (select scope_all())
  or body_id = any ((select scope_bodies())::uuid[])
  or actor_body_id = any ((select scope_bodies())::uuid[])
);

create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_audit_change();
create trigger audit_entry_no_truncate before truncate on audit_entry
  for each statement execute function refuse_audit_change();
create trigger audit_pending_no_update before update on audit_pending
  for each row execute function refuse_audit_change();
create trigger audit_pending_no_truncate before truncate on audit_pending
  for each statement execute function refuse_audit_change();
alter table audit_entry enable always trigger audit_entry_append_only;
alter table audit_entry enable always trigger audit_entry_no_truncate;
alter table audit_pending enable always trigger audit_pending_no_update;
alter table audit_pending enable always trigger audit_pending_no_truncate;
