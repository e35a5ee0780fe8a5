-- Project approvals (立项批复, R112): how much a system may be given at most.
create table project_approval (
  system_id uuid primary key references system,
  body_id uuid not null references body,
  approval_no text not null,
  approved_on date not null,
  approved_by text not null,
  vcpus bigint not null,
  memory_mib bigint not null,
  storage_gib bigint not null,
  floating_ips bigint not null,
  cards bigint not null,
  note text not null,
  entered_by text not null,
  updated_at timestamptz not null,
  version int not null default 1
);
alter table project_approval enable row level security;
create policy project_approval_scope on project_approval
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
