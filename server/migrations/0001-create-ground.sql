-- The application's role owns nothing: row-level security binds it, and what it may not do it cannot do by mistake.
do $$ begin
  if not exists (select from pg_roles where rolname = 'yunheng_app') then
    create role yunheng_app nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin execute format('grant yunheng_app to %I', current_user); end $$;
grant usage on schema public to yunheng_app;
alter default privileges in schema public grant select, insert, update, delete on tables to yunheng_app;
alter default privileges in schema public grant usage on sequences to yunheng_app;

create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- The scope of the transaction (platform/db/scope.ts). `(select …)` around a call lets the planner run it once.
create function scope_all() returns boolean language sql stable parallel safe
  as $$ select coalesce(current_setting('yunheng.scope_all', true), 'off') = 'on' $$;
create function scope_bodies() returns uuid[] language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('yunheng.scope_bodies', true), ''), '{}')::uuid[] $$;
create function scope_provider() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('yunheng.scope_provider', true), '')::uuid $$;
create function scope_person() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('yunheng.scope_person', true), '')::uuid $$;

-- Jobs are added in the business transaction by the application's role, which has no rights in the queue's own schema.
create function enqueue_job(task text, payload json, job_key text, run_at timestamptz, max_attempts int, queue text)
  returns void language plpgsql security definer set search_path = pg_catalog, public
  as $$ begin
    perform graphile_worker.add_job(task, payload := payload, job_key := enqueue_job.job_key,
      run_at := coalesce(enqueue_job.run_at, now()), max_attempts := enqueue_job.max_attempts, queue_name := enqueue_job.queue);
  end $$;

-- Outbox: facts in past tense, written in the transaction that made them true.
create table outbox (
  id bigint generated always as identity primary key,
  event_id uuid not null unique,
  type text not null,
  aggregate_noun text not null,
  aggregate_id uuid not null,
  body_id uuid,
  payload jsonb not null,
  occurred_at timestamptz not null,
  delivered_at timestamptz,
  attempts int not null default 0,
  retry_at timestamptz,
  last_error text
);
create index outbox_undelivered on outbox (id) where delivered_at is null;
create index outbox_delivered on outbox (delivered_at) where delivered_at is not null;

-- Inbox: which subscriber has handled which event; makes delivery at least once harmless.
create table inbox (
  subscriber text not null,
  event_id uuid not null,
  handled_at timestamptz not null,
  primary key (subscriber, event_id)
);

-- One row per thing that a reconciler should look at. A nudge writes a row; it never says what to do.
create table reconcile_item (
  reconciler text not null,
  id uuid not null,
  due_at timestamptz not null,
  -- Counts nudges, so that one that arrives while the item is being worked on is not lost.
  nudges int not null default 1,
  leased_until timestamptz,
  lease_token uuid,
  failures int not null default 0,
  last_error text,
  primary key (reconciler, id)
);
create index reconcile_item_due on reconcile_item (reconciler, due_at);

-- Answers of idempotent operations (`Idempotency-Key`), kept for a day.
create table idempotency_key (
  person_id uuid not null,
  key text not null,
  operation text not null,
  digest text not null,
  status int,
  response jsonb,
  created_at timestamptz not null,
  primary key (person_id, key)
);
create index idempotency_key_age on idempotency_key (created_at);
