-- What the charges of a bill add up to by system, place, service and dimension: what overviews of spending read (R276). Kept by
-- the database itself in the statement that writes charges, and by nothing else, so that it can never be off.
create table charge_sum (
  bill_id uuid not null,
  system_id uuid not null,
  provider_body_id uuid not null,
  pool_id uuid not null,
  -- Empty where there was no order.
  offering_code text not null,
  meter smallint not null,
  -- 分, of what has a price: everything, and of it the two that follow.
  amount bigint not null,
  -- What became known of months that were billed before.
  correction bigint not null,
  -- Given back because of disputes.
  credit bigint not null,
  -- Thousandths of a unit × seconds that the amount is for.
  quantity bigint not null,
  charges int not null,
  unpriced int not null,
  primary key (bill_id, system_id, pool_id, meter, offering_code, provider_body_id)
);
alter table charge_sum enable row level security;
create policy charge_sum_scope on charge_sum using ((select scope_all())
  or exists (select from bill b where b.id = bill_id));
revoke insert, update, delete on charge_sum from yunheng_app;

create function sum_added_charges() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into charge_sum as s
  select c.bill_id, c.system_id, u.provider_body_id, u.pool_id, coalesce(u.offering_code, ''), c.meter,
    coalesce(sum(c.amount), 0),
    coalesce(sum(c.amount) filter (where c.category = 'adjustment' and c.disputed_no is null), 0),
    coalesce(sum(c.amount) filter (where c.disputed_no is not null), 0),
    coalesce(sum(c.serving + c.stopped + c.unseen) filter (where c.amount is not null), 0),
    count(*), count(*) filter (where c.amount is null)
  from changed c join usage_subject u on u.id = c.subject_id group by 1, 2, 3, 4, 5, 6
  on conflict (bill_id, system_id, pool_id, meter, offering_code, provider_body_id) do update set
    amount = s.amount + excluded.amount, correction = s.correction + excluded.correction,
    credit = s.credit + excluded.credit, quantity = s.quantity + excluded.quantity,
    charges = s.charges + excluded.charges, unpriced = s.unpriced + excluded.unpriced;
  return null;
end $$;

-- A draft that is rated anew loses its charges first; what is left of them, if anything, is summed again.
create function sum_left_charges() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
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
  return null;
end $$;

create function forget_charge_sums() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  truncate charge_sum;
  return null;
end $$;

create trigger charge_summed after insert on charge referencing new table as changed
  for each statement execute function sum_added_charges();
create trigger charge_summed_anew after update on charge referencing old table as changed
  for each statement execute function sum_left_charges();
create trigger charge_unsummed after delete on charge referencing old table as changed
  for each statement execute function sum_left_charges();
create trigger charge_forgotten after truncate on charge for each statement execute function forget_charge_sums();

-- What was billed before.
insert into charge_sum
select c.bill_id, c.system_id, u.provider_body_id, u.pool_id, coalesce(u.offering_code, ''), c.meter,
  coalesce(sum(c.amount), 0),
  coalesce(sum(c.amount) filter (where c.category = 'adjustment' and c.disputed_no is null), 0),
  coalesce(sum(c.amount) filter (where c.disputed_no is not null), 0),
  coalesce(sum(c.serving + c.stopped + c.unseen) filter (where c.amount is not null), 0),
  count(*), count(*) filter (where c.amount is null)
from charge c join usage_subject u on u.id = c.subject_id group by 1, 2, 3, 4, 5, 6;
