-- The values that gates, terms and limits apply, in versions (facts: RuleSet). A published version does not change.
create table rule_set (
  id uuid primary key,
  number int not null unique check (number >= 1),
  effective_from date not null,
  reason text not null check (length(reason) <= 1000),
  -- [{code, value, source, isProductDefault}], all values, not only those that changed.
  items jsonb not null,
  -- The version that it was drafted from; null for the first.
  base_id uuid references rule_set,
  changes int not null default 0,
  -- Null: the platform itself, with what is shipped.
  drafted_by uuid,
  drafted_by_name text not null,
  published_by uuid,
  published_by_name text,
  published_at timestamptz,
  created_at timestamptz not null,
  version int not null default 1,
  check (published_by is null or published_by is distinct from drafted_by)
);
create index rule_set_in_force on rule_set (effective_from desc, number desc) where published_at is not null;
-- One draft at a time: two would each be drafted from what the other changes.
create unique index rule_set_one_draft on rule_set ((true)) where published_at is null;

-- What a request was checked by at its submission; null for drafts and for what was submitted before there were versions.
alter table request add column rule_set_id uuid references rule_set;
