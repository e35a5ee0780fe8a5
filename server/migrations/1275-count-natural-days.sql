-- A price by natural days counts a day, whole, for what is held when it ends: of the last hour of a civil day that was not all as
-- its end was, the quantity that it would be if it had been. Null where that is the quantity itself, so that nearly no row is
-- longer, and what was kept before stands as it was counted.
alter table usage add column as_at_end bigint check (as_at_end >= 0);
alter table usage_adjustment add column as_at_end bigint;
-- What changes the end of a day only moves no seconds.
alter table usage_adjustment drop constraint usage_adjustment_quantity_check,
  add constraint usage_adjustment_differs check (quantity <> 0 or coalesce(as_at_end, 0) <> 0);
