-- What is to happen at the end of a term, and the stages of taking back (R129): told, confirmed, stopped, deleted, each with its time.
alter table resource_term
  add column at_end text not null default 'ask' check (at_end in ('ask', 'release', 'renew')),
  add column renew_months int check (renew_months between 1 and 36),
  add column chosen_by text,
  add column chosen_at timestamptz,
  -- Why it was not renewed by itself, once: then it is asked about as any other.
  add column renewal_problem text,
  add column noticed_at timestamptz,
  add column confirmed_at timestamptz,
  add column confirmed_by text,
  add constraint resource_term_renewal check ((at_end = 'renew') = (renew_months is not null));
