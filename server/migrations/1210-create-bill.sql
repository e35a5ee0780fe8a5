-- Bills: what a body pays for a civil month of Asia/Shanghai (R276), charge by charge, each by the price clause that was in
-- force (R277, R279).
create table bill (
  id uuid primary key,
  body_id uuid not null references body,
  month date not null check (extract(day from month) = 1),
  -- A draft is rated anew as usage becomes known. What was sent stands; what becomes known later goes on a later bill.
  state text not null default 'draft' check (state in ('draft', 'sent', 'confirmed', 'disputed', 'closed')),
  -- 分, of everything that has a price.
  amount bigint not null default 0,
  charge_count int not null default 0,
  unpriced_count int not null default 0,
  -- Corrections of closed hours up to this one are on this bill or an earlier one.
  adjusted_up_to bigint not null default 0,
  -- SM3 over all charges in their order.
  digest text not null default '',
  rated_at timestamptz not null,
  sent_at timestamptz,
  -- The last day on which the body is asked to answer; passing it is no consent (product default).
  due_on date,
  reminded_at timestamptz,
  confirmed_at timestamptz,
  confirmed_by text,
  closed_at timestamptz,
  closed_by text,
  version int not null default 1,
  created_at timestamptz not null,
  constraint bill_month unique (body_id, month),
  check ((state = 'draft') = (sent_at is null)),
  check ((sent_at is null) = (due_on is null)),
  check ((state = 'closed') = (closed_at is not null))
);
create index bill_listed on bill (month, id);
alter table bill enable row level security;
create policy bill_scope on bill using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));

create table charge (
  bill_id uuid not null references bill,
  -- By system, resource, subject and dimension: the order in which a bill is read.
  no int not null,
  -- usage: of the month itself · adjustment: of hours that were billed before, or what a dispute has brought.
  category text not null check (category in ('usage', 'adjustment')),
  subject_id int not null,
  system_id uuid not null,
  meter smallint not null,
  -- The stretch of one price clause, in hours since 1970 (UTC), the end not included.
  from_hour int not null,
  to_hour int not null check (to_hour > from_hour),
  -- Thousandths of a unit × seconds.
  serving bigint not null,
  stopped bigint not null,
  unseen bigint not null,
  price_version_id uuid,
  price_position int,
  -- Billionths: discount by term.
  factor bigint,
  -- Thousandths of a unit × seconds × billionths, as weighed; null where there is no price.
  billable numeric(40, 0),
  -- 分; null where there is no price: listed all the same, never dropped.
  amount bigint,
  -- The charge of this bill that a dispute was about, where this one gives money back for it.
  disputed_no int,
  unpriced text check (unpriced in ('no-order', 'no-price', 'no-clause', 'once-only')),
  primary key (bill_id, no),
  check ((amount is null) = (unpriced is not null)),
  check ((amount is null) = (billable is null)),
  check (amount is null or price_version_id is not null)
);
create index charge_system on charge (bill_id, system_id, no);
alter table charge enable row level security;
create policy charge_scope on charge using ((select scope_all()) or exists (select from bill b where b.id = bill_id));
revoke update on charge from yunheng_app;

-- The body objects to a charge, the centre answers: upheld, with what is given back, or rejected.
create table bill_dispute (
  bill_id uuid not null references bill,
  charge_no int not null,
  reason text not null,
  raised_by text not null,
  raised_at timestamptz not null,
  outcome text check (outcome in ('upheld', 'rejected')),
  answer text,
  -- 分 given back, where it was upheld.
  credit bigint check (credit > 0),
  answered_by text,
  answered_at timestamptz,
  primary key (bill_id, charge_no),
  foreign key (bill_id, charge_no) references charge (bill_id, no),
  check ((outcome is null) = (answer is null)),
  check ((outcome is null) = (answered_at is null)),
  check ((credit is not null) = (outcome is not distinct from 'upheld'))
);
alter table bill_dispute enable row level security;
create policy bill_dispute_scope on bill_dispute using ((select scope_all())
  or exists (select from bill b where b.id = bill_id));
revoke delete on bill_dispute from yunheng_app;

-- What was sent is not rated anew, and what was closed changes no more: behind the program, whoever writes. Only what a dispute
-- brings is added while the bill is disputed.
create function refuse_new_charges() returns trigger language plpgsql as $$
begin
  if exists (select from changed c join bill b on b.id = c.bill_id
    where b.state <> 'draft' and not (b.state = 'disputed' and c.disputed_no is not null)) then
    raise exception 'charges of a bill that was sent do not change' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create function refuse_change_of_charges() returns trigger language plpgsql as $$
begin
  if exists (select from changed c join bill b on b.id = c.bill_id where b.state <> 'draft') then
    raise exception 'charges of a bill that was sent do not change' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger charge_added after insert on charge referencing new table as changed
  for each statement execute function refuse_new_charges();
create trigger charge_changed after update on charge referencing old table as changed
  for each statement execute function refuse_change_of_charges();
create trigger charge_removed after delete on charge referencing old table as changed
  for each statement execute function refuse_change_of_charges();

create function refuse_change_of_closed_bill() returns trigger language plpgsql as $$
begin
  if old.state = 'closed' then
    raise exception 'a closed bill does not change' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger bill_kept before update or delete on bill for each row execute function refuse_change_of_closed_bill();
create function refuse_change_of_closed_dispute() returns trigger language plpgsql as $$
begin
  if exists (select from bill b where b.id = new.bill_id and b.state = 'closed') then
    raise exception 'a closed bill does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger bill_dispute_kept before insert or update on bill_dispute for each row
  execute function refuse_change_of_closed_dispute();
