-- What the bills say that a notice has saved (R128): the usage of its resource in the whole month before it was done, and after.
alter table saving_notice
  -- When the bills are looked at next; null while it is not done, and once they have said.
  add column bill_look_on date,
  add column billed_on date,
  -- 分 of the month; null where there was no bill, or a charge without a price.
  add column billed_before_fen bigint,
  add column billed_after_fen bigint,
  add constraint saving_notice_billed_whole check ((billed_before_fen is null) = (billed_after_fen is null)
    and (billed_on is not null or billed_before_fen is null)),
  add constraint saving_notice_billed_done check (state = 'done' or (billed_on is null and bill_look_on is null));
update saving_notice set bill_look_on = (date_trunc('month', settled_on) + interval '2 months')::date where state = 'done';
create index saving_notice_bill on saving_notice (bill_look_on, id) where bill_look_on is not null;
create index saving_notice_settled on saving_notice (settled_on, body_id) where state = 'done';
