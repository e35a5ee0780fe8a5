-- The settlement sheet of a contract and a quarter, and what was paid on it (R299).
create sequence settlement_no;
create table settlement (
  id uuid primary key,
  no text not null unique,
  contract_id uuid not null references service_contract,
  body_id uuid not null references body,
  provider_body_id uuid not null references body,
  quarter date not null check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
  state text not null default 'draft' check (state in ('draft', 'sent', 'objected', 'confirmed', 'approved', 'paid')),
  -- 分: what the quarter cost by rule, and what of it is to be paid.
  due bigint not null default 0,
  payable bigint not null default 0,
  -- What stands in the way of sending it, as reason codes; renewed with every calculation.
  open_points text[] not null default '{}',
  calculated_at timestamptz not null,
  drawn_up_by uuid not null references person,
  drawn_up_by_name text not null,
  sent_by uuid references person,
  sent_by_name text,
  sent_at timestamptz,
  answered_by_name text,
  answered_at timestamptz,
  objection text,
  approved_by uuid references person,
  approved_by_name text,
  approved_at timestamptz,
  comment text,
  version int not null default 1,
  created_at timestamptz not null,
  constraint settlement_quarter unique (contract_id, quarter),
  check ((state in ('approved', 'paid')) = (approved_at is not null)),
  -- Nobody approves what he drew up or sent himself.
  check (approved_by is null or (approved_by <> drawn_up_by and approved_by is distinct from sent_by))
);
create index settlement_listed on settlement (quarter, id);

create table settlement_line (
  settlement_id uuid not null references settlement,
  no int not null check (no >= 1),
  kind text not null check (kind in ('base', 'factor', 'sla-credit', 'carried', 'earlier')),
  month date,
  -- 分; what is taken off is below nothing.
  amount bigint not null,
  said_zh text not null,
  said_en text not null,
  statement_id uuid,
  rules_id uuid references settlement_rules,
  assessment_id uuid references assessment,
  payment_id uuid,
  earlier_id uuid references settlement,
  event_ids uuid[] not null default '{}',
  primary key (settlement_id, no)
);
create index settlement_line_payment on settlement_line (payment_id) where payment_id is not null;
create index settlement_line_earlier on settlement_line (earlier_id) where earlier_id is not null;

create table contract_payment (
  id uuid primary key,
  contract_id uuid not null references service_contract,
  -- Null: paid in advance, before a sheet; it is taken off the next ones.
  settlement_id uuid references settlement,
  terms_number int not null,
  node_no int not null,
  node_name text not null,
  paid_on date not null,
  amount bigint not null check (amount > 0),
  voucher_no text not null,
  note text not null,
  entered_by_name text not null,
  entered_at timestamptz not null,
  foreign key (contract_id, terms_number) references contract_terms (contract_id, number),
  constraint contract_payment_voucher unique (contract_id, voucher_no)
);
create index contract_payment_of on contract_payment (contract_id, paid_on);
create index contract_payment_sheet on contract_payment (settlement_id) where settlement_id is not null;
alter table settlement_line add foreign key (payment_id) references contract_payment;

-- People were told that so much of a ceiling is spent: once for each version of the terms and each threshold.
create table contract_warning (
  contract_id uuid not null references service_contract,
  terms_number int not null,
  percent int not null,
  spent bigint not null,
  at timestamptz not null,
  primary key (contract_id, terms_number, percent)
);

alter table settlement enable row level security;
create policy settlement_scope on settlement using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));
alter table settlement_line enable row level security;
create policy settlement_line_scope on settlement_line using ((select scope_all())
  or exists (select from settlement s where s.id = settlement_id));
alter table contract_payment enable row level security;
create policy contract_payment_scope on contract_payment using ((select scope_all())
  or exists (select from service_contract c where c.id = contract_id));
alter table contract_warning enable row level security;
create policy contract_warning_scope on contract_warning using ((select scope_all())
  or exists (select from service_contract c where c.id = contract_id));
revoke delete on settlement from yunheng_app;
revoke update on settlement_line from yunheng_app;
revoke update, delete on contract_payment from yunheng_app;
revoke update, delete on contract_warning from yunheng_app;

-- What was approved stands: of the sheet only that it was paid, of its lines nothing; behind the program, whoever writes.
create function refuse_change_of_approved_settlement() returns trigger language plpgsql as $$
begin
  if old.state = 'paid' or (old.state = 'approved' and (tg_op = 'DELETE' or new.state not in ('approved', 'paid')
    or to_jsonb(new) - 'state' - 'version' <> to_jsonb(old) - 'state' - 'version')) then
    raise exception 'an approved settlement does not change' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger settlement_kept before update or delete on settlement for each row
  execute function refuse_change_of_approved_settlement();
create function refuse_change_of_sent_lines() returns trigger language plpgsql as $$
begin
  if exists (select from settlement s where s.id = coalesce(new.settlement_id, old.settlement_id)
    and s.state not in ('draft', 'objected')) then
    raise exception 'lines of a settlement that was sent do not change' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger settlement_line_kept before insert or update or delete on settlement_line for each row
  execute function refuse_change_of_sent_lines();

-- Never beyond the ceiling, never beyond what is payable, whoever writes; the contract's row is locked by the program.
create function refuse_payment_beyond() returns trigger language plpgsql as $$
declare
  top bigint;
begin
  select t.ceiling into top from contract_terms t where t.contract_id = new.contract_id order by t.number desc limit 1;
  if top is not null and new.amount + coalesce((select sum(p.amount) from contract_payment p
    where p.contract_id = new.contract_id), 0) > top then
    raise exception 'payments of a contract stay below its ceiling' using errcode = 'restrict_violation';
  end if;
  if new.settlement_id is not null and new.amount + coalesce((select sum(p.amount) from contract_payment p
    where p.settlement_id = new.settlement_id), 0)
    > coalesce((select s.payable from settlement s where s.id = new.settlement_id and s.state = 'approved'), 0) then
    raise exception 'a settlement is paid no more than it says' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger contract_payment_bound before insert on contract_payment for each row execute function refuse_payment_beyond();
