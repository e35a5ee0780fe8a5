-- The first look at an overview asks for the whole of each bill, by one thing at a time: kept beside the sums, in the statement
-- that writes them. Of the largest body it is a fiftieth of the sums.
create table charge_total (
  bill_id uuid not null,
  -- What `key` is one of.
  by text not null check (by in ('system', 'offering', 'pool', 'provider', 'dimension')),
  key text not null,
  amount bigint not null,
  correction bigint not null,
  credit bigint not null,
  charges int not null,
  unpriced int not null,
  primary key (bill_id, by, key)
);
alter table charge_total enable row level security;
create policy charge_total_scope on charge_total using ((select scope_all())
  or exists (select from bill b where b.id = bill_id));
revoke insert, update, delete on charge_total from yunheng_app;

create or replace function sum_added_charges() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  with added as (
    select c.bill_id, c.system_id, u.provider_body_id, u.pool_id, coalesce(u.offering_code, '') as offering_code, c.meter,
      coalesce(sum(c.amount), 0) as amount,
      coalesce(sum(c.amount) filter (where c.category = 'adjustment' and c.disputed_no is null), 0) as correction,
      coalesce(sum(c.amount) filter (where c.disputed_no is not null), 0) as credit,
      coalesce(sum(c.serving + c.stopped + c.unseen) filter (where c.amount is not null), 0) as quantity,
      count(*) as charges, count(*) filter (where c.amount is null) as unpriced
    from changed c join usage_subject u on u.id = c.subject_id group by 1, 2, 3, 4, 5, 6
  ), summed as (
    insert into charge_sum as s select * from added
    on conflict (bill_id, system_id, pool_id, meter, offering_code, provider_body_id) do update set
      amount = s.amount + excluded.amount, correction = s.correction + excluded.correction,
      credit = s.credit + excluded.credit, quantity = s.quantity + excluded.quantity,
      charges = s.charges + excluded.charges, unpriced = s.unpriced + excluded.unpriced
  )
  insert into charge_total as t
  select a.bill_id, x.by, x.key, sum(a.amount), sum(a.correction), sum(a.credit), sum(a.charges), sum(a.unpriced)
  from added a cross join lateral (values ('system', a.system_id::text), ('offering', a.offering_code),
    ('pool', a.pool_id::text), ('provider', a.provider_body_id::text), ('dimension', a.meter::text)) as x (by, key)
  group by 1, 2, 3
  on conflict (bill_id, by, key) do update set amount = t.amount + excluded.amount,
    correction = t.correction + excluded.correction, credit = t.credit + excluded.credit,
    charges = t.charges + excluded.charges, unpriced = t.unpriced + excluded.unpriced;
  return null;
end $$;

-- What bills add up to by each thing, out of their sums.
create function total_charges(bills uuid[]) returns void
  language sql security definer set search_path = pg_catalog, public as $$
  delete from charge_total where bill_id = any (bills);
  insert into charge_total
  select s.bill_id, x.by, x.key, sum(s.amount), sum(s.correction), sum(s.credit), sum(s.charges), sum(s.unpriced)
  from charge_sum s cross join lateral (values ('system', s.system_id::text), ('offering', s.offering_code),
    ('pool', s.pool_id::text), ('provider', s.provider_body_id::text), ('dimension', s.meter::text)) as x (by, key)
  where s.bill_id = any (bills) group by 1, 2, 3;
$$;
revoke all on function total_charges(uuid[]) from public;

create or replace function sum_left_charges() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  delete from charge_sum where bill_id in (select distinct bill_id from changed);
  insert into charge_sum
  select c.bill_id, c.system_id, u.provider_body_id, u.pool_id, coalesce(u.offering_code, ''), c.meter,
    coalesce(sum(c.amount), 0),
    coalesce(sum(c.amount) filter (where c.category = 'adjustment' and c.disputed_no is null), 0),
    coalesce(sum(c.amount) filter (where c.disputed_no is not null), 0),
    coalesce(sum(c.serving + c.stopped + c.unseen) filter (where c.amount is not null), 0),
    count(*), count(*) filter (where c.amount is null)
  from charge c join usage_subject u on u.id = c.subject_id
  where c.bill_id in (select distinct bill_id from changed) group by 1, 2, 3, 4, 5, 6;
  perform total_charges(array(select distinct bill_id from changed));
  return null;
end $$;

create or replace function forget_charge_sums() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  truncate charge_sum, charge_total;
  return null;
end $$;

select total_charges(array(select distinct bill_id from charge_sum));
