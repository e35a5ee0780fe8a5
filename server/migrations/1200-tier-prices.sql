-- Prices that can be billed: tiers, prices of one pool, how much counts of what does not serve, how days are counted, whether
-- orders keep their prices, and an agreed last day (R277).

-- [{ "upTo": units held the whole month or null, "unitPrice": "yuan, exact, as text" }]: growing, the last without an end.
create function price_tiers_are_sound(tiers jsonb, per text) returns boolean language sql immutable as $$
  select jsonb_typeof(tiers) = 'array' and jsonb_array_length(tiers) between 1 and 10
    and (per = 'month' or jsonb_array_length(tiers) = 1)
    and tiers -> -1 -> 'upTo' = 'null'
    and not exists (
      select from (
        select n, (tier ->> 'upTo')::bigint as up_to, (tier ->> 'unitPrice')::numeric as unit_price,
          lag((tier ->> 'upTo')::bigint, 1, 0::bigint) over (order by n) as before
        from jsonb_array_elements(tiers) with ordinality as each (tier, n)
      ) t
      where unit_price is null or unit_price < 0
        or n < jsonb_array_length(tiers) and (up_to is null or up_to <= before))
$$;

alter table price_line
  add pool_id uuid,
  add tiers jsonb,
  add stopped_weight numeric(10, 9) not null default 1 check (stopped_weight between 0 and 1),
  add unseen_weight numeric(10, 9) not null default 1 check (unseen_weight between 0 and 1);
update price_line set tiers =
  jsonb_build_array(jsonb_build_object('upTo', null, 'unitPrice', trim_scale(unit_price)::text));
alter table price_line
  alter tiers set not null,
  add check (price_tiers_are_sound(tiers, per)),
  drop column unit_price;

-- Of the same plan there may be one price for each pool.
do $$
declare
  name text := (select conname from pg_constraint where conrelid = 'price_line'::regclass and contype = 'u');
begin
  execute format('alter table price_line drop constraint %I', name);
end $$;
alter table price_line add constraint price_line_once
  unique nulls not distinct (price_version_id, offering_code, plan_code, pool_id, dimension, per);

alter table price_version
  -- day: by natural days, the day of opening counts, the day of release does not (product default).
  add proration text not null default 'day' check (proration in ('day', 'second')),
  add pins_orders boolean not null default false,
  -- The last day.
  add effective_to date check (effective_to >= effective_from);
