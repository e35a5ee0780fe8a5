-- Statements: what a provider bills for a civil month of Asia/Shanghai, line by line as it was handed in, and what of it differs
-- from what was approved, provisioned and measured (issue 4 §3).

-- What is no difference yet: versions by month, never changed once they were used.
create table statement_tolerance (
  number int primary key,
  effective_from date not null unique check (extract(day from effective_from) = 1),
  -- 分 that every line, or charge, may be off by its own rounding.
  line_fen int not null check (line_fen >= 0),
  -- Thousandths by which quantities may differ before they count as different.
  quantity_permille int not null check (quantity_permille between 0 and 100),
  -- Working days that an owner has to answer.
  answer_days int not null check (answer_days between 1 and 60),
  source text not null,
  is_product_default boolean not null
);
revoke insert, update, delete on statement_tolerance from yunheng_app;
insert into statement_tolerance (number, effective_from, line_fen, quantity_permille, answer_days, source, is_product_default)
  values (1, '2000-01-01', 1, 1, 5, 'product default', true);

create table statement (
  id uuid primary key,
  provider_body_id uuid not null references body,
  month date not null check (extract(day from month) = 1),
  -- Which handing-in of the month it is, from 1; the last one counts.
  number int not null check (number > 0),
  state text not null check (state in ('received', 'compared', 'agreed', 'superseded')),
  file_name text not null,
  -- SM3 over the content as it was handed in, unfolded.
  digest text not null,
  line_count int not null default 0,
  -- 分, of all lines.
  amount bigint not null default 0,
  handed_in_at timestamptz not null,
  handed_in_by text not null,
  compared_at timestamptz,
  tolerance int references statement_tolerance,
  due_on date,
  -- The platform's three ledgers as they were when it was compared; the fourth is the statement itself.
  approved_count int,
  approved_amount bigint,
  provisioned_count int,
  provisioned_amount bigint,
  measured_count int,
  measured_amount bigint,
  billed_count int,
  agreed_at timestamptz,
  agreed_by text,
  -- 分: all lines less what was taken off.
  agreed_amount bigint,
  version int not null default 1,
  constraint statement_number unique (provider_body_id, month, number),
  check (state not in ('compared', 'agreed') or compared_at is not null),
  check ((state = 'agreed') = (agreed_at is not null)),
  check ((agreed_at is null) = (agreed_amount is null))
);
create unique index statement_current on statement (provider_body_id, month) where state <> 'superseded';
create index statement_listed on statement (month, id);
create index statement_agreed on statement (agreed_at, id) where state = 'agreed';
alter table statement enable row level security;
create policy statement_scope on statement using ((select scope_all())
  or provider_body_id = (select scope_provider()) or provider_body_id = any ((select scope_bodies())::uuid[]));
revoke delete on statement from yunheng_app;

create table statement_line (
  statement_id uuid not null references statement,
  -- The row of the file, its head being the first.
  no int not null,
  resource_ref text not null,
  resource_key text not null generated always as (lower(resource_ref)) stored,
  item text not null,
  -- The dimension that the item names; null where it bills a resource as a whole.
  meter smallint,
  pool text,
  -- From and to of the charge as the provider writes them, where it does.
  stretch text,
  quantity numeric(28, 9),
  unit text,
  -- Thousandths of a unit × seconds; null where the unit says no time.
  held numeric(44, 9),
  -- 分
  amount bigint not null check (amount >= 0),
  primary key (statement_id, no)
);
create index statement_line_resource on statement_line (statement_id, resource_key, no);
alter table statement_line enable row level security;
create policy statement_line_scope on statement_line using ((select scope_all())
  or exists (select from statement s where s.id = statement_id));
revoke update, delete on statement_line from yunheng_app;

-- One thing that the ledgers do not agree about. Known by what it is about, so that comparing again finds the same one, with
-- the decision that was taken.
create table difference (
  id uuid primary key default gen_random_uuid(),
  statement_id uuid not null references statement,
  provider_body_id uuid not null references body,
  month date not null,
  -- A resource's id, or `ref:` and what the provider calls it where the platform knows no such thing.
  subject text not null,
  -- The dimension; 0 for the resource as a whole.
  meter smallint not null default 0,
  -- cell: what was billed against what was measured · duplicate: lines that stand there more than once.
  aspect text not null check (aspect in ('cell', 'duplicate')),
  kind text not null check (kind in ('unknown-resource', 'not-approved', 'never-approved', 'after-release', 'not-measured',
    'quantity-over', 'quantity-under', 'price-differs', 'amount-differs', 'no-price', 'not-billed', 'duplicate', 'rounding')),
  resource_ref text,
  resource_id uuid references resource,
  item text,
  body_id uuid,
  line_count int not null,
  first_line int,
  -- 分: what the provider bills, and what the platform owes by its own charges; nothing where nobody approved.
  billed_amount bigint not null,
  platform_amount bigint not null,
  delta bigint not null generated always as (billed_amount - platform_amount) stored,
  weight bigint not null generated always as (abs(billed_amount - platform_amount)) stored,
  -- Thousandths of a unit × seconds.
  billed_held numeric(44, 9),
  platform_held numeric(44, 9),
  owner text not null check (owner in ('provider', 'centre', 'department')),
  owner_body_id uuid,
  state text not null check (state in ('open', 'explained', 'accepted', 'refused', 'adjusted', 'settled', 'lapsed')),
  due_on date,
  found_at timestamptz not null,
  outcome text check (outcome in ('accepted', 'explained', 'refused')),
  answer text,
  evidence text,
  answered_by text,
  answered_at timestamptz,
  -- 分 taken off the statement; below nothing where it adds what was not billed.
  adjusted bigint,
  decision text,
  decided_by text,
  decided_person_id uuid,
  decided_at timestamptz,
  settled_by text,
  settled_at timestamptz,
  version int not null default 1,
  constraint difference_about unique (provider_body_id, month, subject, meter, aspect),
  check (state not in ('adjusted', 'settled') or adjusted is not null),
  check (adjusted is null or adjusted between least(0, billed_amount - platform_amount)
    and greatest(0, billed_amount - platform_amount)),
  check ((owner = 'department') = (owner_body_id is not null))
);
create index difference_listed on difference (statement_id, weight desc, id desc);
create index difference_newest on difference (weight desc, id desc);
create index difference_owner on difference (owner_body_id, weight desc, id desc) where owner_body_id is not null;
create index difference_open on difference (provider_body_id, owner) where state = 'open';
alter table difference enable row level security;
create policy difference_scope on difference using ((select scope_all())
  or provider_body_id = (select scope_provider()) or provider_body_id = any ((select scope_bodies())::uuid[])
  or owner_body_id = any ((select scope_bodies())::uuid[]));
revoke delete on difference from yunheng_app;

-- What was agreed changes no more, nor do lines once they were compared: behind the program, whoever writes.
create function refuse_change_of_agreed_statement() returns trigger language plpgsql as $$
begin
  if old.state in ('agreed', 'superseded') then
    raise exception 'an agreed statement does not change' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger statement_kept before update or delete on statement
  for each row execute function refuse_change_of_agreed_statement();

create function refuse_change_of_statement_lines() returns trigger language plpgsql as $$
begin
  raise exception 'lines of a statement do not change' using errcode = 'restrict_violation';
end $$;
create trigger statement_line_kept before update or delete on statement_line
  for each statement execute function refuse_change_of_statement_lines();

create function refuse_late_statement_lines() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct statement_id from added) a join statement s on s.id = a.statement_id
    where s.state <> 'received' or s.line_count > 0) then
    raise exception 'lines of a statement do not change' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger statement_line_added after insert on statement_line referencing new table as added
  for each statement execute function refuse_late_statement_lines();

create function refuse_change_of_agreed_difference() returns trigger language plpgsql as $$
begin
  if exists (select from statement s where s.state = 'agreed'
    and s.id in (case when tg_op = 'INSERT' then new.statement_id else old.statement_id end, new.statement_id)) then
    raise exception 'differences of an agreed statement do not change' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger difference_kept before insert or update or delete on difference
  for each row execute function refuse_change_of_agreed_difference();
