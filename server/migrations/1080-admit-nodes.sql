-- Where a node stands, when that is elsewhere than the region it serves: a remote one stands in another prefecture (R12).
alter table node add column site_region_id uuid references region;

-- Nodes that departments and applications bring in are assessed and approved before anything is placed there (R2, R109).
-- What was registered before is managed already.
alter table node
  add column intake text not null default 'managed' check (intake in ('registered', 'assessed', 'managed', 'declined')),
  add column assessment text,
  add column assessed_by text,
  add column assessed_at timestamptz,
  add column decision_note text,
  add column decided_by text,
  add column decided_at timestamptz,
  add constraint node_assessed check (intake <> 'assessed' or (assessment is not null and assessed_at is not null));
