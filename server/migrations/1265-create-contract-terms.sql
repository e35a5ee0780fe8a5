-- What a contract costs at most, on which price basis, and at which nodes it is paid (R299): in versions, none of which changes.
create table contract_terms (
  contract_id uuid not null references service_contract,
  number int not null check (number >= 1),
  -- 分; null: the contract names no ceiling.
  ceiling bigint check (ceiling > 0),
  -- Percent of the ceiling from which on people are warned.
  warn_percent int not null check (warn_percent between 1 and 99),
  price_basis text not null,
  -- [{ "no": 1, "name": "", "condition": "", "share": 30 | null, "amount": "分" | null, "dueOn": "2026-12-31" | null }]
  nodes jsonb not null,
  document text not null,
  reason text not null,
  entered_by_name text not null,
  entered_at timestamptz not null,
  primary key (contract_id, number)
);
alter table contract_terms enable row level security;
create policy contract_terms_scope on contract_terms using ((select scope_all())
  or exists (select from service_contract c where c.id = contract_id));
revoke update, delete on contract_terms from yunheng_app;
