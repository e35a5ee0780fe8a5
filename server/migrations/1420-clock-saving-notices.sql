-- What was accepted, or must be done all the same, has a day (R129): by rule, or as the body planned. Who is told of it, and when.
alter table saving_notice
  add column due_on date,
  -- How often the body said by when: it cannot put a notice off for ever.
  add column plans int not null default 0 check (plans >= 0);
update saving_notice set plans = 1 where planned_on is not null;
-- What was answered before there was a clock has four weeks from now.
update saving_notice set due_on = coalesce(planned_on, (now() at time zone 'Asia/Shanghai')::date + 28)
  where state in ('accepted', 'insisted');
create index saving_notice_due on saving_notice (due_on, id) where state in ('accepted', 'insisted');

-- Each step once for a notice and a day: before it, after it, to the head of the body, to the centre.
create table saving_notice_reminder (
  notice_id uuid not null references saving_notice,
  due_on date not null,
  step text not null check (step in ('due-soon', 'overdue', 'to-head', 'to-centre')),
  at timestamptz not null,
  primary key (notice_id, due_on, step)
);
alter table saving_notice_reminder enable row level security;
create policy saving_notice_reminder_scope on saving_notice_reminder using ((select scope_all())
  or exists (select from saving_notice n where n.id = notice_id));
revoke update, delete on saving_notice_reminder from yunheng_app;
