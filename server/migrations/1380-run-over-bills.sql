-- One act on many bills: sent, closed or rated anew behind the call, each bill in a transaction of its own. Which bills, stands
-- from the beginning, so that a run that was killed goes on where it was, and does nothing twice.
create table bill_run (
  id uuid primary key,
  verb text not null check (verb in ('rate', 'send', 'close')),
  -- What it may do is what this person may do from this post while it runs.
  person_id uuid not null references person,
  post_id uuid not null,
  body_id uuid not null references body,
  account_id uuid not null,
  person_name text not null,
  -- As the list was filtered; null where bills were chosen one by one.
  filters jsonb,
  state text not null default 'running' check (state in ('running', 'ended', 'stopped')),
  total int not null check (total > 0),
  created_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'running') = (ended_at is null))
);
create index bill_run_under_way on bill_run (id) where state = 'running';
create unique index bill_run_one_each on bill_run (person_id) where state = 'running';
alter table bill_run enable row level security;
create policy bill_run_scope on bill_run using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
revoke delete on bill_run from yunheng_app;

create table bill_run_item (
  run_id uuid not null references bill_run,
  -- Earlier months first: what is corrected later stands on what was sent before.
  no int not null check (no > 0),
  bill_id uuid not null references bill,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'done', 'refused')),
  -- Beginnings, so that a bill that breaks whoever treats it does not hold up the others for ever.
  attempts int not null default 0,
  reason text,
  primary key (run_id, no),
  unique (run_id, bill_id),
  check ((outcome = 'refused') = (reason is not null))
);
alter table bill_run_item enable row level security;
create policy bill_run_item_scope on bill_run_item using ((select scope_all())
  or exists (select from bill_run r where r.id = run_id));
revoke delete on bill_run_item from yunheng_app;
