-- Other hours of a power schedule from a day on (R122): added to, never changed. The first hours stand in the schedule itself. Of what
-- counts for a day the latest goes before.
create table power_schedule_change (
  schedule_id uuid not null references power_schedule,
  -- The schedule as it was made is number 1.
  number int not null check (number >= 2),
  body_id uuid not null,
  windows jsonb not null,
  from_day date not null,
  valid_until date,
  estimate_fen bigint check (estimate_fen >= 0),
  reason text not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (schedule_id, number),
  check (valid_until is null or valid_until >= from_day)
);
revoke update, delete on power_schedule_change from yunheng_app;
alter table power_schedule_change enable row level security;
create policy power_schedule_change_scope on power_schedule_change using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]));
-- An exception may be taken back before its time.
alter table power_stay
  add column ended_by text,
  add column ended_at timestamptz,
  add constraint power_stay_ended check ((ended_at is null) = (ended_by is null));
grant update (ended_by, ended_at) on power_stay to yunheng_app;
