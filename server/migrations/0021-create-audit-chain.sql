-- The audit trail (R8, R56, decision 0021): one text per entry. What the act wrote is what is digested and kept; search
-- goes through indexes on that very text, so that no column can say something else than what was sealed.
drop table audit_pending;
create table audit_pending (
  content json not null check (octet_length(content::text) <= 262144),
  recorded_at timestamptz(3) not null default clock_timestamp(),
  -- What the sequencer and its indexes rely on is refused here, with the act itself, rather than when it is sealed.
  check (coalesce(
    length(content->>'id') = 36 and length(content->>'at') = 24 and length(content->>'act') between 1 and 100
    and length(content->>'noun') between 1 and 63
    and coalesce(length(content->>'objectId'), 1) between 1 and 200
    and coalesce(length(content->>'personId'), 36) = 36
    and coalesce(length(content->>'bodyId'), 36) = 36
    and coalesce(length(content->>'actorBodyId'), 36) = 36,
    false)
  )
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);
-- The application may add a text, and nothing else: not even say when it was recorded.
revoke all on audit_pending from yunheng_app;
grant insert (content) on audit_pending to yunheng_app;

create table audit_entry (
  seq bigint primary key check (seq > 0),
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  recorded_at timestamptz(3) not null,
  sealed_at timestamptz(3) not null,
  content json not null,
  hash bytea not null check (octet_length(hash) = 32)
);
create index audit_entry_object on audit_entry ((content->>'objectId'), seq) where (content->>'objectId') is not null;
create index audit_entry_person on audit_entry ((content->>'personId'), seq) where (content->>'personId') is not null;
create index audit_entry_body on audit_entry ((content->>'bodyId'), seq) where (content->>'bodyId') is not null;
create index audit_entry_time on audit_entry ((content->>'at'));
revoke all on audit_entry from yunheng_app;
grant select on audit_entry to yunheng_app;

-- Who may read: the whole platform's auditors, and a body what was done to its things or by its people.
alter table audit_entry enable row level security;
create policy audit_entry_scope on audit_entry for select using (
  (select scope_all())
  or content->>'bodyId' = any ((select scope_bodies())::text[])
  or content->>'actorBodyId' = any ((select scope_bodies())::text[])
);

create table audit_checkpoint (
  seq bigint primary key,
  hash bytea not null check (octet_length(hash) = 32),
  at timestamptz(3) not null,
  key_id text not null,
  public_key text not null,
  signature text not null
);
revoke all on audit_checkpoint from yunheng_app;
grant select on audit_checkpoint to yunheng_app;

-- Append-only for everybody, the owner included. Who drops the trigger first is found by the chain.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are never changed or removed' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_audit_change();
create trigger audit_entry_no_truncate before truncate on audit_entry
  for each statement execute function refuse_audit_change();
create trigger audit_checkpoint_append_only before update or delete on audit_checkpoint
  for each row execute function refuse_audit_change();
create trigger audit_checkpoint_no_truncate before truncate on audit_checkpoint
  for each statement execute function refuse_audit_change();
create trigger audit_pending_no_update before update on audit_pending
  for each row execute function refuse_audit_change();
create trigger audit_pending_no_truncate before truncate on audit_pending
  for each statement execute function refuse_audit_change();
alter table audit_entry enable always trigger audit_entry_append_only;
alter table audit_entry enable always trigger audit_entry_no_truncate;
alter table audit_checkpoint enable always trigger audit_checkpoint_append_only;
alter table audit_checkpoint enable always trigger audit_checkpoint_no_truncate;
alter table audit_pending enable always trigger audit_pending_no_update;
alter table audit_pending enable always trigger audit_pending_no_truncate;

-- How many acts wait for their seal; the application may know the number, not read the rows.
create function audit_pending_count() returns bigint language sql stable security definer
  set search_path = pg_catalog, public as $$ select count(*) from audit_pending $$;
