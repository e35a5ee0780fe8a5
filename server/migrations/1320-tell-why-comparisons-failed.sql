-- A comparison behind the call that came to nothing says why, and is not begun again before somebody asks for it.
alter table statement_comparison
  -- How often it broke off; after some times it is given up.
  add column attempts int not null default 0 check (attempts >= 0),
  add column failed_at timestamptz,
  -- A reason code, for people.
  add column reason text,
  -- What the program said, for operators.
  add column error text,
  add constraint statement_comparison_failed check ((failed_at is null) = (reason is null));
