-- Owners of differences are told before their day, after it, and at last their head is: each once for a statement, an owner and a day.
create table difference_reminder (
  statement_id uuid not null references statement,
  owner text not null check (owner in ('provider', 'centre', 'department')),
  -- The body that owns them; the provider's where the centre does.
  body_id uuid not null references body,
  due_on date not null,
  step text not null check (step in ('due-soon', 'overdue', 'escalated')),
  -- Open differences then.
  count int not null check (count > 0),
  at timestamptz not null,
  primary key (statement_id, owner, body_id, due_on, step)
);
alter table difference_reminder enable row level security;
create policy difference_reminder_scope on difference_reminder using ((select scope_all())
  or body_id = (select scope_provider()) or body_id = any ((select scope_bodies())::uuid[]));
revoke update, delete on difference_reminder from yunheng_app;
create index difference_due on difference (due_on) where state = 'open';
