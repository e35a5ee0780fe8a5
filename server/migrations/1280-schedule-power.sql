-- Off-hours schedules (R122): when servers of a system run in a week, and are switched off otherwise. What it does is written
-- where any change of what should be is written: on the resource and in its history. Nothing here remembers a power state.
create table power_schedule (
  id uuid primary key,
  body_id uuid not null,
  system_id uuid not null references system,
  name text not null,
  -- [{ days, from, to }]
  windows jsonb not null,
  valid_from date not null,
  valid_until date,
  -- A month, in 分, as it was estimated; null where nothing of it has a price.
  estimate_fen bigint check (estimate_fen >= 0),
  saving_notice_id uuid references saving_notice,
  created_by text not null,
  created_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  -- When what it had switched off was switched on again after its end.
  settled_at timestamptz,
  -- When it is to be looked at next.
  look_at timestamptz not null,
  version int not null default 1,
  check (valid_until is null or valid_until >= valid_from),
  check ((ended_at is null) = (ended_by is null)),
  check (settled_at is null or ended_at is not null)
);
create index power_schedule_newest on power_schedule (created_at desc, id desc);
create index power_schedule_body on power_schedule (body_id, created_at desc, id desc);
create index power_schedule_system on power_schedule (system_id, created_at desc, id desc);
create index power_schedule_look on power_schedule (look_at) where settled_at is null;
create index power_schedule_notice on power_schedule (saving_notice_id) where saving_notice_id is not null;

create table power_schedule_server (
  schedule_id uuid not null references power_schedule,
  resource_id uuid not null references resource,
  body_id uuid not null,
  -- With the end of the schedule.
  left_at timestamptz,
  primary key (schedule_id, resource_id)
);
-- A server follows one schedule.
create unique index power_schedule_server_taken on power_schedule_server (resource_id) where left_at is null;

-- Exceptions: servers stay on until then. Added to, never changed.
create table power_stay (
  id uuid primary key,
  schedule_id uuid not null references power_schedule,
  body_id uuid not null,
  -- Null: all of the schedule.
  resource_id uuid references resource,
  until_at timestamptz not null,
  reason text not null,
  created_by text not null,
  created_at timestamptz not null
);
create index power_stay_of on power_stay (schedule_id, created_at desc, id desc);
revoke update, delete on power_stay from yunheng_app;

alter table power_schedule enable row level security;
alter table power_schedule_server enable row level security;
alter table power_stay enable row level security;
create policy power_schedule_scope on power_schedule using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]));
create policy power_schedule_server_scope on power_schedule_server using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]));
create policy power_stay_scope on power_stay using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]));
