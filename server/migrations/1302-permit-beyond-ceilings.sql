-- So much may be applied for beyond the ceiling of a contract, until a supplement raises it (R299). It pays nothing. Never changed.
create table contract_permit (
  id uuid primary key,
  contract_id uuid not null references service_contract,
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null,
  document text not null,
  by_name text not null,
  at timestamptz not null
);
create index contract_permit_of on contract_permit (contract_id, at desc, id desc);
revoke update, delete on contract_permit from yunheng_app;
alter table contract_permit enable row level security;
create policy contract_permit_scope on contract_permit using ((select scope_all())
  or exists (select from service_contract c where c.id = contract_id));
-- What is approved and not billed yet is read from a month on.
create index budget_commitment_month on budget_commitment (month);
