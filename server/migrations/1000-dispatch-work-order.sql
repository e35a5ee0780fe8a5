-- What operations dispatch to a provider without any resource (R40), the destruction of data before witnesses among it (R233).
create sequence work_order_no;
alter table work_order
  drop constraint work_order_task_check,
  alter column resource_id drop not null,
  alter column body_id drop not null,
  alter column system_id drop not null,
  alter column pool_id drop not null,
  alter column resource_name drop not null,
  add column no text unique,
  add column title text,
  add column description text,
  -- What it is about, as it was called then.
  add column cloud_id uuid,
  add column cloud_name text,
  add column node_id uuid,
  add column node_name text,
  add column opened_by uuid,
  add column opened_by_name text,
  -- Of operations: who sees a destruction with his own eyes.
  add column witness_id uuid,
  add column witness_name text,
  -- How often it was reported as done; a signature counts for one delivery.
  add column deliveries int not null default 0,
  add column overdue_told_at timestamptz;
alter table work_order
  add constraint work_order_task_check check (task in ('deliver', 'change', 'withdraw',
    'incident', 'maintenance', 'migration', 'inspection', 'drill', 'destruction', 'other')),
  add check ((task in ('deliver', 'change', 'withdraw')) = (resource_id is not null)),
  add check (resource_id is null
    or (body_id is not null and system_id is not null and pool_id is not null and resource_name is not null)),
  add check (resource_id is not null
    or (no is not null and title is not null and description is not null and opened_by is not null and opened_by_name is not null)),
  add check ((task = 'destruction') = (witness_id is not null)),
  add check (task <> 'destruction' or (system_id is not null and body_id is not null));

create table work_order_witness (
  id uuid primary key,
  work_order_id uuid not null references work_order,
  delivery int not null,
  side text not null check (side in ('operations', 'department')),
  person_id uuid not null,
  person_name text not null,
  body_id uuid not null,
  statement text not null,
  at timestamptz not null,
  unique (work_order_id, delivery, side)
);
revoke update, delete on work_order_witness from yunheng_app;
