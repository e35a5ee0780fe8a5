-- close: the month of a body is over, and its bill closed or nothing of it was billed: what was set aside for it and not charged is free.
alter table budget_commitment drop constraint budget_commitment_kind_check,
  add constraint budget_commitment_kind_check check (kind in ('commit', 'release', 'carry', 'spend', 'close')),
  add constraint budget_commitment_closed check (kind <> 'close' or amount_minor < 0);
