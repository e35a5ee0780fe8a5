-- The body is reminded more than once, by the rules; what it never answers may be closed without its confirmation: proposed with
-- reason and evidence, decided by another person, and shown as such for good. Silence is no consent: the body may still dispute,
-- and what is upheld then is given back on its next bill.
alter table bill
  add column reminders int not null default 0 check (reminders >= 0),
  -- The next day on which it is looked whether somebody is to be reminded; null when all reminders were sent.
  add column remind_on date,
  add column closing_reason text,
  add column closing_evidence text,
  add column closing_by text,
  add column closing_person_id uuid,
  add column closing_at timestamptz,
  add column closed_person_id uuid,
  add column is_unconfirmed boolean not null default false,
  add constraint bill_closing_told check (num_nonnulls(closing_reason, closing_evidence, closing_by, closing_person_id, closing_at) in (0, 5)),
  add constraint bill_unconfirmed check (not is_unconfirmed or state = 'closed' and confirmed_at is null and closing_at is not null
    and closed_person_id is not null and closed_person_id <> closing_person_id);
alter table bill disable trigger bill_kept;
update bill set reminders = case when reminded_at is null then 0 else 1 end, remind_on = due_on + 1
  where state in ('sent', 'disputed');
alter table bill enable trigger bill_kept;
create index bill_reminded on bill (remind_on) where state in ('sent', 'disputed');

-- Given back for a charge of an earlier bill that was closed without confirmation.
alter table charge add column disputed_bill_id uuid references bill,
  add constraint charge_disputed check (disputed_bill_id is null or disputed_no is not null);
-- On which bill it was given back; that bill is rated anew with it.
alter table bill_dispute add column credited_bill_id uuid references bill;

create or replace function refuse_change_of_closed_dispute() returns trigger language plpgsql as $$
begin
  if exists (select from bill b where b.id = new.bill_id and b.state = 'closed' and not b.is_unconfirmed) then
    raise exception 'a closed bill does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
