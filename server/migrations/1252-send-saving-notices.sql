-- The loop of a regulator (R128, R129): a notice about one finding, as it stood when it was sent; the department's answer; the
-- centre's decision; what was done, and what came of it a month after. Each step is dated.
create table saving_notice (
  id uuid primary key,
  state text not null check (state in ('sent', 'accepted', 'objected', 'waived', 'insisted', 'done', 'lapsed')),
  resource_id uuid not null references resource,
  kind text not null check (kind in ('server', 'volume', 'floating-ip')),
  body_id uuid not null,
  system_id uuid not null,
  provider_body_id uuid not null,
  rule text not null check (rule in ('expired', 'stopped', 'idle', 'oversized', 'orphan')),
  vcpus int,
  memory_mib int,
  proposed_vcpus int,
  proposed_memory_mib int,
  -- A month, in 分, as it was found; null where it had no price.
  saving_fen bigint check (saving_fen >= 0),
  evidence jsonb not null,
  rule_set_id uuid not null references rule_set,
  sent_at timestamptz not null,
  sent_by text not null,
  answered_at timestamptz,
  answered_by text,
  answered_person_id uuid,
  answered_role text,
  answer text,
  -- When the flow that decides the objection began.
  objected_at timestamptz,
  decided_at timestamptz,
  decided_by text,
  decision text,
  -- When it was done, or when the finding no longer held; what it saves a month since.
  settled_on date,
  settled_fen bigint,
  -- Thirty days later: CPU in use since, in thousandths; null where nothing is left to be measured.
  effect_on date,
  effect_cpu int,
  check (state = 'sent' or answered_at is not null),
  check ((state in ('done', 'lapsed')) = (settled_on is not null)),
  check (state not in ('waived', 'insisted') or decided_at is not null)
);
-- One that is open, for each resource.
create unique index saving_notice_open on saving_notice (resource_id) where state in ('sent', 'accepted', 'objected', 'insisted');
create index saving_notice_newest on saving_notice (sent_at desc, id desc);
create index saving_notice_body on saving_notice (body_id, sent_at desc, id desc);
create index saving_notice_work on saving_notice (state) where state in ('accepted', 'objected', 'insisted', 'done');

alter table saving_notice enable row level security;
create policy saving_notice_scope on saving_notice using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]));
