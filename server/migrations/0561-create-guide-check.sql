-- R47: check lists of the guiding authorities, in versions; what was checked keeps the version it was checked by.
create table check_list (
  id uuid primary key,
  guide_field text not null check (guide_field in ('cyberspace', 'public-security', 'xinchuang', 'cipher', 'finance', 'audit')),
  number int not null check (number >= 1),
  title_zh text not null,
  title_en text not null,
  effective_from date not null,
  source text not null,
  is_product_default boolean not null,
  -- [{code, title: {zh, en}, clause, subjects}]
  items jsonb not null,
  published_by_name text not null,
  created_at timestamptz not null,
  unique (guide_field, number)
);
create index check_list_in_force on check_list (guide_field, effective_from desc, number desc);
revoke update, delete on check_list from yunheng_app;

-- A guide's check of a system, a cloud or a body; the body that answers for it puts right what does not meet.
create sequence guide_check_no;
create table guide_check (
  id uuid primary key,
  no text not null unique,
  check_list_id uuid not null references check_list,
  guide_body_id uuid not null references body,
  guide_field text not null check (guide_field in ('cyberspace', 'public-security', 'xinchuang', 'cipher', 'finance', 'audit')),
  subject_noun text not null check (subject_noun in ('system', 'cloud', 'body')),
  subject_id uuid not null,
  subject_name text not null,
  body_id uuid not null references body,
  state text not null check (state in ('open', 'rectifying', 'answered', 'closed', 'cancelled')),
  -- When the answer is due, in working days.
  due_at timestamptz,
  conclusion text,
  opened_by uuid not null,
  opened_by_name text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  version int not null default 1,
  check ((state in ('closed', 'cancelled')) = (closed_at is not null))
);
create index guide_check_newest on guide_check (opened_at desc, id desc);
create index guide_check_body on guide_check (body_id, opened_at desc);
create index guide_check_guide on guide_check (guide_body_id, opened_at desc);

create table guide_check_finding (
  check_id uuid not null references guide_check,
  position int not null,
  code text not null,
  title_zh text not null,
  title_en text not null,
  clause text not null,
  verdict text check (verdict in ('meets', 'fails', 'not-applicable')),
  note text not null default '',
  rectification text,
  rectified_on date,
  answered_by text,
  primary key (check_id, code)
);

create table guide_check_file (
  id uuid primary key,
  check_id uuid not null,
  code text not null,
  blob_id uuid not null references blob,
  -- Who handed it in: the guide with the finding, or the body with its answer.
  side text not null check (side in ('guide', 'body')),
  note text not null,
  added_by text not null,
  added_at timestamptz not null,
  foreign key (check_id, code) references guide_check_finding (check_id, code)
);
create index guide_check_file_of on guide_check_file (check_id, id);
revoke update, delete on guide_check_file from yunheng_app;

create table guide_check_step (
  id uuid primary key,
  check_id uuid not null references guide_check,
  kind text not null check (kind in ('opened', 'sent', 'answered', 'returned', 'closed', 'cancelled')),
  actor text not null,
  comment text,
  at timestamptz not null
);
create index guide_check_step_of on guide_check_step (check_id, id);
revoke update, delete on guide_check_step from yunheng_app;

alter table guide_check enable row level security;
create policy guide_check_scope on guide_check using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or guide_body_id = any ((select scope_bodies())::uuid[]));
-- What belongs to a check is there for whoever sees the check.
alter table guide_check_finding enable row level security;
create policy guide_check_finding_scope on guide_check_finding using ((select scope_all())
  or exists (select from guide_check c where c.id = check_id));
alter table guide_check_file enable row level security;
create policy guide_check_file_scope on guide_check_file using ((select scope_all())
  or exists (select from guide_check c where c.id = check_id));
alter table guide_check_step enable row level security;
create policy guide_check_step_scope on guide_check_step using ((select scope_all())
  or exists (select from guide_check c where c.id = check_id));
