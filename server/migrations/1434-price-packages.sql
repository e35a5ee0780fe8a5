-- A plan at a flat price: [{ "dimension", "amount" }] that it includes. Its own dimension is among them; what one package has of it
-- tells packages from what is held.
alter table price_line add column includes jsonb
  check (includes is null or per = 'month' and plan_code is not null and jsonb_typeof(includes) = 'array'
    and jsonb_array_length(includes) between 1 and 15);
