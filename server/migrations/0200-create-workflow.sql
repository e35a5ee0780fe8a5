-- Working calendars (工作日历). Each change is a new version: a clock says which version it ran under.
create table calendar (
  id uuid primary key,
  code text not null unique,
  name_zh text not null,
  name_en text not null,
  version int not null default 1,
  created_at timestamptz not null
);
create table calendar_version (
  calendar_id uuid not null references calendar,
  number int not null,
  content jsonb not null,
  hours_source text not null,
  is_product_default boolean not null,
  note text not null,
  created_by text,
  created_at timestamptz not null,
  primary key (calendar_id, number)
);

-- Flows (流程) and their versions. A published version never changes; an instance keeps its version for life.
create table flow (
  id uuid primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9-]{0,62}$'),
  name_zh text not null,
  name_en text not null,
  subject_noun text not null,
  version int not null default 1,
  created_at timestamptz not null
);
create index flow_by_name on flow (key, id);
create table flow_version (
  id uuid primary key,
  flow_id uuid not null references flow,
  number int not null,
  state text not null check (state in ('draft', 'published', 'retired')),
  bpmn text not null,
  -- The definition as the engine reads it, made from `bpmn` when it was saved; null while it cannot be read.
  graph jsonb,
  source text not null,
  is_product_default boolean not null,
  note text not null,
  version int not null default 1,
  created_by text,
  created_at timestamptz not null,
  published_by text,
  published_at timestamptz,
  unique (flow_id, number),
  check (state = 'draft' or (graph is not null and published_at is not null))
);
create unique index flow_version_published on flow_version (flow_id) where state = 'published';

-- Decision tables (决策表): which flow a subject takes.
create table decision_table (
  id uuid primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9-]{0,62}$'),
  name_zh text not null,
  name_en text not null,
  subject_noun text not null,
  version int not null default 1,
  created_at timestamptz not null
);
create table decision_table_version (
  id uuid primary key,
  table_id uuid not null references decision_table,
  number int not null,
  state text not null check (state in ('draft', 'published', 'retired')),
  content jsonb not null,
  source text not null,
  is_product_default boolean not null,
  note text not null,
  version int not null default 1,
  created_by text,
  created_at timestamptz not null,
  published_by text,
  published_at timestamptz,
  unique (table_id, number),
  check (state = 'draft' or published_at is not null)
);
create unique index decision_table_version_published on decision_table_version (table_id) where state = 'published';

create function refuse_change_of_published() returns trigger language plpgsql as $$ begin
  if old.state <> 'draft' and (to_jsonb(new) - 'state' - 'version') is distinct from (to_jsonb(old) - 'state' - 'version') then
    raise exception 'a published version does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger flow_version_fixed before update on flow_version for each row execute function refuse_change_of_published();
create trigger decision_table_version_fixed before update on decision_table_version
  for each row execute function refuse_change_of_published();

-- Instances, tokens, steps and tasks: the whole state of a running flow is rows; nothing is kept in memory.
create table flow_instance (
  id uuid primary key,
  flow_version_id uuid not null references flow_version,
  state text not null check (state in ('running', 'ended')),
  outcome text check (outcome in ('approved', 'rejected', 'withdrawn', 'voided')),
  subject_noun text not null,
  subject_id uuid not null,
  body_id uuid not null references body,
  title text not null,
  variables jsonb not null,
  -- The row of the decision table that chose the flow; null when a module named the flow itself.
  decision_version_id uuid references decision_table_version,
  decision_rule_id text,
  starter_id uuid not null references person,
  starter_name text not null,
  starter_role text not null,
  starter_body_id uuid not null references body,
  urged_at timestamptz,
  urged_count int not null default 0,
  version int not null default 1,
  started_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'ended') = (outcome is not null)),
  check ((state = 'ended') = (ended_at is not null))
);
create unique index flow_instance_running on flow_instance (subject_noun, subject_id) where state = 'running';
create index flow_instance_newest on flow_instance (started_at, id);
create index flow_instance_body on flow_instance (body_id, started_at, id);
create index flow_instance_starter on flow_instance (starter_id, started_at, id);
create index flow_instance_subject on flow_instance (subject_noun, subject_id);
create index flow_instance_version on flow_instance (flow_version_id) where state = 'running';

create table flow_token (
  id uuid primary key,
  instance_id uuid not null references flow_instance,
  node_id text not null,
  state text not null check (state in ('active', 'gone')),
  -- The parallel blocks it stands within, outermost first: [{split, visit, branch}].
  path jsonb not null,
  resume_node_id text,
  -- A side token follows a non-interrupting timer; it joins nothing and ends by itself.
  side boolean not null
);
create index flow_token_instance on flow_token (instance_id);

create table flow_step (
  id uuid primary key,
  instance_id uuid not null references flow_instance,
  token_id uuid not null references flow_token,
  node_id text not null,
  number int not null,
  state text not null check (state in ('open', 'done', 'cancelled')),
  outcome text check (outcome in ('completed', 'approved', 'rejected', 'returned', 'timed-out')),
  entered_by text not null check (entered_by in ('start', 'flow', 'return')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  due_at timestamptz,
  -- Why there is no due time although the step has a term: the calendar lacks this year.
  missing_year int,
  calendar_version int,
  overdue_at timestamptz,
  unique (instance_id, number)
);
create index flow_step_due on flow_step (due_at) where state = 'open' and overdue_at is null;
create index flow_step_unclear on flow_step (instance_id) where state = 'open' and missing_year is not null;

create table flow_timer (
  id uuid primary key,
  instance_id uuid not null references flow_instance,
  step_id uuid not null references flow_step,
  node_id text not null,
  due_at timestamptz,
  missing_year int,
  state text not null check (state in ('waiting', 'fired', 'cancelled'))
);
create index flow_timer_instance on flow_timer (instance_id);
create index flow_timer_due on flow_timer (due_at) where state = 'waiting';

create table task (
  id uuid primary key,
  instance_id uuid not null references flow_instance,
  step_id uuid not null references flow_step,
  node_id text not null,
  kind text not null check (kind in ('own', 'before', 'after')),
  state text not null check (state in ('open', 'waiting', 'done', 'cancelled')),
  outcome text check (outcome in ('completed', 'approved', 'rejected', 'returned', 'transferred', 'cancelled')),
  -- Who may take it, as it was decided: [{role, bodyId}] and [{personId, name}].
  seats jsonb not null,
  people jsonb not null,
  added_by uuid references task,
  acted_by uuid references person,
  acted_by_name text,
  acted_for uuid references person,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- Sort key of a to-do list: the due time, or far away.
  rank_at timestamptz not null,
  version int not null default 1,
  check ((state in ('done', 'cancelled')) = (closed_at is not null))
);
create index task_instance on task (instance_id);
create index task_rank on task (rank_at, id) where state = 'open';
create index task_acted on task (acted_by, closed_at, id) where acted_by is not null;

-- The queue: one row for each seat or person that may take an open task. Rows go when the task closes.
create table task_candidate (
  task_id uuid not null references task,
  instance_id uuid not null references flow_instance,
  role text,
  body_id uuid references body,
  person_id uuid references person,
  check ((person_id is null) = (role is not null and body_id is not null))
);
create unique index task_candidate_once on task_candidate (task_id, role, body_id, person_id) nulls not distinct;
create index task_candidate_seat on task_candidate (body_id, role) where person_id is null;
create index task_candidate_person on task_candidate (person_id) where person_id is not null;
create index task_candidate_instance on task_candidate (instance_id);

-- 办理记录: every act, append-only.
create table task_action (
  id uuid primary key,
  instance_id uuid not null references flow_instance,
  step_id uuid references flow_step,
  task_id uuid references task,
  node_id text,
  act text not null,
  actor_id uuid references person,
  actor_name text,
  actor_role text,
  actor_body_id uuid references body,
  behalf_id uuid references person,
  behalf_name text,
  comment text,
  to_node_id text,
  to_people jsonb not null,
  at timestamptz not null
);
create index task_action_instance on task_action (instance_id, id);
revoke update, delete on task_action from yunheng_app;

-- Second line behind the use cases: an instance is visible to its body, to those above, to its starter, and to whoever
-- has or had a task in it. Its inner rows are reached only through the engine, which works with everything in sight.
alter table flow_instance enable row level security;
alter table flow_token enable row level security;
alter table flow_step enable row level security;
alter table flow_timer enable row level security;
alter table task enable row level security;
alter table task_candidate enable row level security;
alter table task_action enable row level security;
create policy task_candidate_scope on task_candidate
  using ((select scope_all()) or person_id = (select scope_person()) or body_id = any ((select scope_bodies())::uuid[]));
create policy task_scope on task
  using ((select scope_all()) or acted_by = (select scope_person())
    or exists (select from task_candidate c where c.task_id = task.id));
create policy flow_instance_scope on flow_instance
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]) or starter_id = (select scope_person())
    or exists (select from task t where t.instance_id = flow_instance.id));
create policy flow_step_scope on flow_step
  using ((select scope_all()) or exists (select from flow_instance i where i.id = flow_step.instance_id));
create policy flow_token_scope on flow_token using ((select scope_all()));
create policy flow_timer_scope on flow_timer using ((select scope_all()));
create policy task_action_scope on task_action using ((select scope_all()));
