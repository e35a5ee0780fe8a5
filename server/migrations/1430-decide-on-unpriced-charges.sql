-- What has no price is not in the amount: a bill with such charges is sent only on somebody's word, which stands on it (R279).
-- Bills that were sent before had nobody to ask; they stay as they are.
alter table bill
  -- Why it was sent without the charges that have no price, and who said so.
  add column unpriced_reason text,
  add column unpriced_by text,
  add constraint bill_unpriced_told check (num_nonnulls(unpriced_reason, unpriced_by) in (0, 2)),
  add constraint bill_unpriced_sent check (unpriced_reason is null or state <> 'draft');

create function refuse_unpriced_bill() returns trigger language plpgsql as $$
begin
  if new.unpriced_count > 0 and new.unpriced_reason is null then
    raise exception 'a bill with charges without a price is sent on somebody''s word' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger bill_priced before update on bill for each row
  when (old.state = 'draft' and new.state <> 'draft') execute function refuse_unpriced_bill();
