-- What is priced once is billed once: on the month in which its order line was delivered, and given back once where the order was
-- cancelled after that bill was sent.
alter table charge drop constraint charge_category_check,
  add constraint charge_category_check check (category in ('usage', 'adjustment', 'once')),
  add column request_line_id uuid,
  add constraint charge_once_of_line check ((category = 'once') = (request_line_id is not null) and (category <> 'once' or amount is not null));
create unique index charge_once on charge (request_line_id, meter, (amount < 0)) where category = 'once';
