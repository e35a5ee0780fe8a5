-- Notices about all proposals of a filter: sent behind the call, each in a transaction of its own. Which resources, stands from the
-- beginning, so that a run that was killed goes on where it was, and sends nothing twice.
create table saving_run (
  id uuid primary key,
  -- What it may do is what this person may do from this post while it runs.
  person_id uuid not null references person,
  post_id uuid not null,
  body_id uuid not null references body,
  account_id uuid not null,
  person_name text not null,
  -- As the list was filtered; null where proposals were chosen one by one.
  filters jsonb,
  state text not null default 'running' check (state in ('running', 'ended', 'stopped')),
  total int not null check (total > 0),
  created_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'running') = (ended_at is null))
);
create index saving_run_under_way on saving_run (id) where state = 'running';
create unique index saving_run_one_each on saving_run (person_id) where state = 'running';
alter table saving_run enable row level security;
create policy saving_run_scope on saving_run using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
revoke delete on saving_run from yunheng_app;

create table saving_run_item (
  run_id uuid not null references saving_run,
  -- The most to save first.
  no int not null check (no > 0),
  -- Proposals come and go with each judging; what was found about the resource has to be the same still.
  resource_id uuid not null references resource,
  rule text not null,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'done', 'refused')),
  -- Beginnings, so that one that breaks whoever treats it does not hold up the others for ever.
  attempts int not null default 0,
  reason text,
  notice_id uuid references saving_notice,
  primary key (run_id, no),
  unique (run_id, resource_id),
  check ((outcome = 'refused') = (reason is not null)),
  check ((outcome = 'done') = (notice_id is not null))
);
alter table saving_run_item enable row level security;
create policy saving_run_item_scope on saving_run_item using ((select scope_all())
  or exists (select from saving_run r where r.id = run_id));
revoke delete on saving_run_item from yunheng_app;
