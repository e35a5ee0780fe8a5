-- When a body says that what was found will be done (R129): a day, looked at on that day. A power schedule may be the plan as well; it
-- names the notice.
alter table saving_notice
  add column planned_on date,
  add column plan_note text,
  add column planned_by text,
  add column planned_at timestamptz,
  -- Whether it was done by then, once that is known.
  add column plan_kept boolean,
  add constraint saving_notice_plan_whole check ((planned_on is null) = (planned_by is null) and (planned_on is null) = (planned_at is null));
create index saving_notice_planned on saving_notice (planned_on) where plan_kept is null and state in ('accepted', 'insisted');
