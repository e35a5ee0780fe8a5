-- Audit entries as the business transactions write them; the sequencer moves them into the sealed chain.
create table audit_pending (
  id uuid primary key,
  at timestamptz not null,
  act text not null,
  outcome text not null check (outcome in ('done', 'refused', 'failed')),
  reason text,
  noun text not null,
  object_id uuid,
  body_id uuid,
  actor_kind text not null check (actor_kind in ('person', 'system', 'nobody')),
  actor_name text not null,
  person_id uuid,
  account_id uuid,
  post_id uuid,
  actor_body_id uuid,
  role text,
  request_id text not null,
  address text,
  before jsonb,
  after jsonb
);
-- The application may add, never take away or change.
revoke all on audit_pending from yunheng_app;
grant insert on audit_pending to yunheng_app;
