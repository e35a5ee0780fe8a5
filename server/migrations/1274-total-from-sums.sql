-- Totals follow the sums themselves, whoever writes those: a later migration that sums charges anew need not know of them.
create function total_changed_sums() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform total_charges(array(select distinct bill_id from changed));
  return null;
end $$;
create trigger charge_sum_added after insert on charge_sum referencing new table as changed
  for each statement execute function total_changed_sums();
create trigger charge_sum_changed after update on charge_sum referencing new table as changed
  for each statement execute function total_changed_sums();
create trigger charge_sum_removed after delete on charge_sum referencing old table as changed
  for each statement execute function total_changed_sums();
select total_charges(array(select distinct bill_id from charge_sum));
