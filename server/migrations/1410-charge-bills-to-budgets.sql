-- What was billed is charged to the lines of the budget (R274): a bill that was sent becomes entries on the lines that pay for it, and
-- uses up by the same amount what its orders had committed, so that no yuan is counted twice.
create table budget_bill (
  bill_id uuid primary key,
  body_id uuid not null references body,
  -- First day of the civil month.
  month date not null check (extract(day from month) = 1),
  -- What its entries add up to.
  amount_minor bigint not null,
  -- Closed: it changes no more, and what its orders had committed for the month beyond it is free.
  is_final boolean not null,
  at timestamptz not null,
  constraint budget_bill_month unique (body_id, month)
);
alter table budget_bill enable row level security;
create policy budget_bill_scope on budget_bill
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
revoke delete on budget_bill from yunheng_app;

-- The ledger of what was spent: signed rows that are never changed.
create table budget_actual (
  id uuid primary key,
  -- bill: as it was sent · correct: what a dispute has changed of it · carry: a line came into force that pays for it.
  kind text not null check (kind in ('bill', 'correct', 'carry')),
  bill_id uuid not null references budget_bill,
  -- Null: billed, but no line pays for it.
  budget_id uuid references budget,
  body_id uuid not null references body,
  system_id uuid not null,
  -- Whose commitment it used up, or whose order it is for; null where nothing was ordered.
  request_id uuid,
  request_no text,
  month date not null check (extract(day from month) = 1),
  fiscal_year int not null check (fiscal_year = extract(year from month)),
  amount_minor bigint not null check (amount_minor <> 0),
  note text not null,
  at timestamptz not null,
  check (num_nonnulls(request_id, request_no) in (0, 2))
);
create index budget_actual_of_budget on budget_actual (budget_id, month);
create index budget_actual_of_bill on budget_actual (bill_id);
create index budget_actual_of_body on budget_actual (body_id, fiscal_year);
create index budget_actual_of_system on budget_actual (system_id, fiscal_year);
create index budget_actual_of_request on budget_actual (request_id) where request_id is not null;
create index budget_actual_newest on budget_actual (at desc, id desc);
create index budget_actual_unbudgeted on budget_actual (body_id, fiscal_year) where budget_id is null;
revoke update, delete on budget_actual from yunheng_app;
alter table budget_actual enable row level security;
create policy budget_actual_scope on budget_actual
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));

-- spend: a bill has used it up; held again where a dispute gives part of the bill back.
alter table budget_commitment drop constraint budget_commitment_kind_check,
  add constraint budget_commitment_kind_check check (kind in ('commit', 'release', 'carry', 'spend')),
  add column bill_id uuid references budget_bill,
  add constraint budget_commitment_spent check (kind <> 'spend' or bill_id is not null);
create index budget_commitment_of_bill on budget_commitment (bill_id) where bill_id is not null;
-- What a body, a system or a project has committed of a year stands beside what it spends.
create index budget_commitment_of_body on budget_commitment (body_id, fiscal_year);
create index budget_commitment_of_system on budget_commitment (system_id, fiscal_year);
-- Which orders are known to end.
create index resource_term_request on resource_term (request_id);
