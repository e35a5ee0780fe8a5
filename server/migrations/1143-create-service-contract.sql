-- Contracts by which a body rents cloud: a lease of the government cloud (R33), or a cloud of its own from elsewhere (R25). Ceilings
-- and payments are further tables that refer to this one.
create table service_contract (
  id uuid primary key,
  kind text not null check (kind in ('lease', 'own-cloud-lease')),
  body_id uuid not null references body,
  no text not null,
  name text not null,
  provider_body_id uuid references body,
  provider_name text,
  filing_id uuid references project_filing,
  starts_on date not null,
  -- The last day.
  ends_on date not null,
  note text not null,
  terminated_on date,
  terminate_reason text,
  -- Who entered it, in which post: on his behalf the platform starts the task at its end.
  entered_by uuid not null references person,
  entered_by_name text not null,
  entered_role text not null,
  entered_body_id uuid not null references body,
  -- "Do not renew, migrate": raised once.
  migrate_raised_at timestamptz,
  migrate_handled_at timestamptz,
  migrate_handled_by text,
  migrate_comment text,
  version int not null default 1,
  created_at timestamptz not null,
  constraint service_contract_no unique (body_id, no),
  check (starts_on <= ends_on),
  check ((provider_body_id is null) <> (provider_name is null)),
  check (kind = 'own-cloud-lease' or provider_body_id is not null),
  check ((terminated_on is null) = (terminate_reason is null)),
  check (migrate_handled_at is null or migrate_raised_at is not null)
);
create index service_contract_end on service_contract (ends_on, id);
create index service_contract_body on service_contract (body_id, ends_on, id);
create index service_contract_to_raise on service_contract (ends_on)
  where kind = 'own-cloud-lease' and migrate_raised_at is null and terminated_on is null;

-- Seen by the body and those above, and by the provider that it is with.
alter table service_contract enable row level security;
create policy service_contract_scope on service_contract using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));
