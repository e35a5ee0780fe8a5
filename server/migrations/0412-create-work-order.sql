-- Work orders (交付工单): what has no API is delivered by the provider's people, with evidence (R39–R42).
create table work_order (
  id uuid primary key,
  resource_id uuid not null references resource,
  task text not null check (task in ('deliver', 'change', 'withdraw')),
  state text not null check (state in ('open', 'accepted', 'delivered', 'confirmed', 'declined', 'cancelled')),
  body_id uuid not null,
  system_id uuid not null,
  provider_body_id uuid not null,
  pool_id uuid not null,
  -- As the resource was when it was opened: what it is measured against later.
  resource_name text not null,
  plan jsonb,
  parameters jsonb not null,
  working_days int not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  accepted_by text,
  delivery_note text,
  closed_at timestamptz,
  version int not null default 1,
  check ((state in ('confirmed', 'declined', 'cancelled')) = (closed_at is not null))
);
-- One at a time for a resource.
create unique index work_order_under_way on work_order (resource_id) where closed_at is null;
create index work_order_of on work_order (resource_id, id);
create index work_order_provider on work_order (provider_body_id, id);
create index work_order_body on work_order (body_id, id);
create index work_order_due on work_order (due_at, id) where closed_at is null;

create table work_order_evidence (
  id uuid primary key,
  work_order_id uuid not null references work_order,
  blob_id uuid not null references blob,
  note text not null,
  added_by text not null,
  added_at timestamptz not null
);
create index work_order_evidence_of on work_order_evidence (work_order_id, id);
revoke update, delete on work_order_evidence from yunheng_app;

create table work_order_step (
  id uuid primary key,
  work_order_id uuid not null references work_order,
  state text not null check (state in ('open', 'accepted', 'delivered', 'confirmed', 'declined', 'cancelled')),
  actor text not null,
  comment text,
  at timestamptz not null
);
create index work_order_step_of on work_order_step (work_order_id, id);
revoke update, delete on work_order_step from yunheng_app;

alter table work_order enable row level security;
create policy work_order_scope on work_order using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[])
  or provider_body_id = (select scope_provider()));
