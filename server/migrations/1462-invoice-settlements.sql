-- Invoices of settlement sheets: what is paid on a sheet is paid on an invoice of its provider. One that was entered wrongly is withdrawn
-- with a reason; nothing else of it changes.
create table settlement_invoice (
  id uuid primary key,
  settlement_id uuid not null references settlement,
  -- Of a digital invoice its 20 digits; of any other its code (10 or 12) and its number (8) together.
  number text not null check (number ~ '^([0-9]{18}|[0-9]{20})$'),
  issued_on date not null,
  -- 分, tax included.
  amount bigint not null check (amount > 0),
  -- In percent.
  tax_rate numeric not null check (tax_rate >= 0 and tax_rate < 100),
  seller_tax_id text not null check (seller_tax_id ~ '^[0-9A-Z]{15,20}$'),
  blob_id uuid not null references blob,
  file_name text not null,
  -- SM3 of the file.
  digest text not null,
  entered_by_name text not null,
  entered_at timestamptz not null,
  withdrawn_by_name text,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  check ((withdrawn_at is null) = (withdrawn_by_name is null) and (withdrawn_at is null) = (withdrawn_reason is null))
);
create index settlement_invoice_of on settlement_invoice (settlement_id, id);
-- Used once, on whichever sheet of whichever contract.
create unique index settlement_invoice_number on settlement_invoice (number) where withdrawn_at is null;
alter table settlement_invoice enable row level security;
create policy settlement_invoice_scope on settlement_invoice using ((select scope_all())
  or exists (select from settlement s where s.id = settlement_id));
revoke update, delete on settlement_invoice from yunheng_app;
grant update (withdrawn_by_name, withdrawn_at, withdrawn_reason) on settlement_invoice to yunheng_app;

alter table contract_payment
  add column invoice_id uuid references settlement_invoice,
  -- Payments before this have none; not valid leaves them as they are.
  add constraint contract_payment_invoice check ((settlement_id is null) = (invoice_id is null)) not valid;
create index contract_payment_on_invoice on contract_payment (invoice_id) where invoice_id is not null;

-- Behind the program, whoever writes: invoices never beyond what is payable, payments never beyond their invoice, and none of them taken
-- away from under a payment. The sheet's row is locked by the program.
create function refuse_invoice_beyond() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.amount + coalesce((select sum(i.amount) from settlement_invoice i
    where i.settlement_id = new.settlement_id and i.withdrawn_at is null), 0)
    > coalesce((select s.payable from settlement s where s.id = new.settlement_id and s.state = 'approved'), 0) then
    raise exception 'a settlement is invoiced no more than it says' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' and (old.withdrawn_at is not null
    or exists (select from contract_payment p where p.invoice_id = old.id)) then
    raise exception 'an invoice that was paid on or withdrawn stays as it is' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger settlement_invoice_bound before insert or update on settlement_invoice for each row
  execute function refuse_invoice_beyond();
create function refuse_payment_beyond_invoice() returns trigger language plpgsql as $$
begin
  if new.invoice_id is not null and new.amount + coalesce((select sum(p.amount) from contract_payment p
    where p.invoice_id = new.invoice_id), 0)
    > coalesce((select i.amount from settlement_invoice i where i.id = new.invoice_id and i.withdrawn_at is null
      and i.settlement_id = new.settlement_id), 0) then
    raise exception 'an invoice is paid no more than it says' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
-- By name after `contract_payment_bound`.
create trigger contract_payment_invoiced before insert on contract_payment for each row
  execute function refuse_payment_beyond_invoice();
