-- R48: the register of major issues, with the decision of the coordination mechanism and what followed.
create sequence major_issue_no;
create table major_issue (
  id uuid primary key,
  no text not null unique,
  category text not null check (category in ('security', 'supply', 'migration', 'funding', 'responsibility', 'other')),
  title text not null,
  description text not null,
  state text not null check (state in ('raised', 'decided', 'closed')),
  raised_by_body_id uuid not null references body,
  raised_by uuid not null,
  raised_by_name text not null,
  raised_at timestamptz not null,
  decision text,
  responsible_body_id uuid references body,
  decided_by_name text,
  decided_at timestamptz,
  -- The last moment of so many working days from the decision.
  due_at timestamptz,
  working_days int,
  result text,
  closed_at timestamptz,
  version int not null default 1,
  check ((state = 'closed') = (closed_at is not null)),
  check (state <> 'decided' or (decision is not null and responsible_body_id is not null and due_at is not null))
);
create index major_issue_newest on major_issue (raised_at desc, id desc);
create index major_issue_due on major_issue (due_at, id) where closed_at is null;

create table major_issue_entry (
  id uuid primary key,
  issue_id uuid not null references major_issue,
  kind text not null check (kind in ('raised', 'decided', 'follow-up', 'closed')),
  actor text not null,
  body_id uuid not null references body,
  text text not null,
  at timestamptz not null
);
create index major_issue_entry_of on major_issue_entry (issue_id, id);
revoke update, delete on major_issue_entry from yunheng_app;

alter table major_issue enable row level security;
create policy major_issue_scope on major_issue using ((select scope_all())
  or raised_by_body_id = any ((select scope_bodies())::uuid[]) or responsible_body_id = any ((select scope_bodies())::uuid[]));
alter table major_issue_entry enable row level security;
create policy major_issue_entry_scope on major_issue_entry using ((select scope_all())
  or exists (select from major_issue i where i.id = issue_id));
