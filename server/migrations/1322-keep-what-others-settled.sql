-- Of a correction: 分 that agreed statements of other months have settled of it, as the comparison knew it. Where they settle more, or
-- less, what was decided of it is asked anew.
alter table difference
  add column settled_elsewhere bigint,
  add constraint difference_settled_elsewhere check (settled_elsewhere is null or aspect = 'correction');
