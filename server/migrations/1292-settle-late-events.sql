-- An SLA event that became known after the sheet of its quarter was approved is settled with a later sheet of the contract, as a line
-- of its own month.
alter table settlement_line drop constraint settlement_line_kind_check,
  add constraint settlement_line_kind_check check (kind in ('base', 'factor', 'sla-credit', 'late-credit', 'carried', 'earlier')),
  add constraint settlement_line_late check (kind <> 'late-credit' or (month is not null and amount < 0 and event_ids <> '{}'));
create index sla_event_decided on sla_event (provider_body_id, decided_at) where state = 'confirmed';
