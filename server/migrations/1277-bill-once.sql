-- What is priced once is billed once: on the month in which its order line was delivered, and given back once where the order was
-- cancelled after that bill was sent.
alter table charge drop constraint charge_category_check,
  add constraint charge_category_check check (category in ('usage', 'adjustment', 'once')),
  add column request_line_id uuid,
  add constraint charge_once_of_line check ((category = 'once') = (request_line_id is not null) and (category <> 'once' or amount is not null));
create unique index charge_once on charge (request_line_id, meter, (amount < 0)) where category = 'once';

-- What is paid once is paid for no time: what was paid for a unit held for a month leaves it out.
alter table charge_sum add column once bigint not null default 0;
create or replace function sum_added_charges() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into charge_sum as s
  select c.bill_id, c.system_id, u.provider_body_id, u.pool_id, coalesce(u.offering_code, ''), c.meter,
    coalesce(sum(c.amount), 0),
    coalesce(sum(c.amount) filter (where c.category = 'adjustment' and c.disputed_no is null), 0),
    coalesce(sum(c.amount) filter (where c.disputed_no is not null), 0),
    coalesce(sum(c.serving + c.stopped + c.unseen) filter (where c.amount is not null), 0),
    count(*), count(*) filter (where c.amount is null), coalesce(sum(c.amount) filter (where c.category = 'once'), 0)
  from changed c join usage_subject u on u.id = c.subject_id group by 1, 2, 3, 4, 5, 6
  on conflict (bill_id, system_id, pool_id, meter, offering_code, provider_body_id) do update set
    amount = s.amount + excluded.amount, correction = s.correction + excluded.correction,
    credit = s.credit + excluded.credit, quantity = s.quantity + excluded.quantity,
    charges = s.charges + excluded.charges, unpriced = s.unpriced + excluded.unpriced,
    once = s.once + excluded.once;
  return null;
end $$;

-- A draft that is rated anew loses its charges first; what is left of them, if anything, is summed again.
create or replace function sum_left_charges() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  delete from charge_sum where bill_id in (select distinct bill_id from changed);
  insert into charge_sum
  select c.bill_id, c.system_id, u.provider_body_id, u.pool_id, coalesce(u.offering_code, ''), c.meter,
    coalesce(sum(c.amount), 0),
    coalesce(sum(c.amount) filter (where c.category = 'adjustment' and c.disputed_no is null), 0),
    coalesce(sum(c.amount) filter (where c.disputed_no is not null), 0),
    coalesce(sum(c.serving + c.stopped + c.unseen) filter (where c.amount is not null), 0),
    count(*), count(*) filter (where c.amount is null), coalesce(sum(c.amount) filter (where c.category = 'once'), 0)
  from charge c join usage_subject u on u.id = c.subject_id
  where c.bill_id in (select distinct bill_id from changed) group by 1, 2, 3, 4, 5, 6;
  return null;
end $$;
