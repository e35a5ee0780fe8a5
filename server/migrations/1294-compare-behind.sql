-- Large statements are compared behind the call that asks for it; how far it is stands here while it lasts.
create table statement_comparison (
  statement_id uuid primary key references statement,
  asked_at timestamptz not null,
  asked_by text not null,
  -- Of STATEMENT_STEPS; 0 while nothing has begun.
  step int not null default 0 check (step >= 0)
);
alter table statement_comparison enable row level security;
create policy statement_comparison_scope on statement_comparison using ((select scope_all())
  or exists (select from statement s where s.id = statement_id));
