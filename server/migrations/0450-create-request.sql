-- Applications (申请). One request speaks of one system. What it says of the system and the plans is kept as it was when it
-- was submitted: the record of a decision does not change when a name does.
create sequence request_no;

create table request (
  id uuid primary key,
  no text not null unique,
  kind text not null check (kind in ('new', 'change', 'renew', 'release')),
  state text not null check (state in ('draft', 'in-approval', 'returned', 'rejected', 'withdrawn', 'approved', 'provisioning',
    'partly-delivered', 'delivered', 'completed', 'cancelled')),
  title text not null,
  purpose text not null check (purpose in ('formal', 'test', 'emergency')),
  network_zone text not null check (network_zone in ('internet', 'government-extranet', 'dedicated-line')),
  pool_class text not null check (pool_class in ('general', 'dedicated', 'full-stack-dedicated', 'heterogeneous')),
  at_edge boolean not null,
  body_id uuid not null references body,
  system_id uuid not null,
  system_code text not null,
  system_name text not null,
  protection_level int not null,
  applicant_id uuid not null references person,
  applicant_name text not null,
  term_months int,
  until date,
  justification text not null,
  project_approval_no text,
  preferred_provider_id uuid references body,
  provider_reason text,
  compared_provider_ids uuid[] not null,
  data_disposal text check (data_disposal in ('handed-over', 'migrated', 'not-needed')),
  summary_zh text not null,
  summary_en text not null,
  vcpus bigint not null,
  memory_mib bigint not null,
  storage_gib bigint not null,
  floating_ips bigint not null,
  cards bigint not null,
  -- Kept at submission: what the gates said and what it was to cost.
  gates jsonb,
  estimate jsonb,
  cost_minor bigint,
  flow_instance_id uuid,
  -- {type, reason, details, since}: why an approved request does not move on.
  condition jsonb,
  -- Providers that something of it was placed with: from then on they see it (R42).
  provider_ids uuid[] not null default '{}',
  copied_from_id uuid references request,
  outcome_comment text,
  allotted_by text,
  papers_due_at timestamptz,
  papers_at timestamptz,
  submitted_at timestamptz,
  decided_at timestamptz,
  allocated_at timestamptz,
  delivered_at timestamptz,
  completed_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (state = 'draft' or submitted_at is not null)
);
create index request_newest on request (created_at, id);
create index request_body on request (body_id, created_at, id);
create index request_state on request (state, created_at, id);
create index request_system on request (system_id, created_at, id);
create index request_applicant on request (applicant_id, created_at, id);
create index request_provider on request using gin (provider_ids);
create index request_search on request using gin (title gin_trgm_ops);
create index request_waiting on request (decided_at, id) where state = 'approved';
create index request_moving on request (id) where state in ('provisioning', 'partly-delivered');
create index request_papers on request (papers_due_at) where papers_at is null;

create table request_line (
  id uuid primary key,
  request_id uuid not null references request on delete cascade,
  number int not null,
  plan_id uuid,
  -- What it was applied for, in words: {offeringId, offeringCode, offeringTitle, itemVersion, planCode, planTitle, by}.
  plan jsonb,
  resource_id uuid,
  resource_name text,
  quantity int not null check (quantity between 1 and 1000),
  parameters jsonb not null,
  reason text,
  -- Of the whole line, or what a change adds.
  amounts jsonb not null,
  above_recommended text[] not null,
  state text not null check (state in ('pending', 'waiting', 'provisioning', 'delivered', 'failing', 'confirmed', 'redelivering',
    'cancelled')),
  delivered_at timestamptz,
  unique (request_id, number)
);
create index request_line_resource on request_line (resource_id) where resource_id is not null;

create table request_event (
  id uuid primary key,
  request_id uuid not null references request on delete cascade,
  at timestamptz not null,
  event text not null,
  -- Fills the sentence of the event.
  details jsonb not null,
  person_id uuid,
  actor_name text,
  actor_body_name text,
  comment text
);
create index request_event_of on request_event (request_id, id);
revoke update on request_event from yunheng_app;

create table request_message (
  id uuid primary key,
  request_id uuid not null references request on delete cascade,
  at timestamptz not null,
  person_id uuid not null references person,
  name text not null,
  body_name text not null,
  side text not null,
  text text not null
);
create index request_message_of on request_message (request_id, id);
revoke update on request_message from yunheng_app;

-- The file itself is a blob; who may see the request may fetch it.
create table request_attachment (
  id uuid primary key,
  request_id uuid not null references request on delete cascade,
  kind text not null check (kind in ('necessity-proof', 'project-approval', 'plan', 'protection-filing', 'emergency-papers', 'other')),
  blob_id uuid not null references blob,
  file_name text not null,
  media_type text not null,
  size_bytes int not null,
  digest text not null,
  person_id uuid not null references person,
  by_name text not null,
  at timestamptz not null
);
create index request_attachment_of on request_attachment (request_id, id);

-- Standard on-cloud plans to start from (R105): of the cloud authority for all (no body), or of a body for itself.
create table request_template (
  id uuid primary key,
  body_id uuid references body,
  kind text not null check (kind in ('new', 'change', 'renew', 'release')),
  name text not null,
  summary text not null,
  content jsonb not null,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index request_template_name on request_template (name, id);

alter table request enable row level security;
alter table request_line enable row level security;
alter table request_event enable row level security;
alter table request_message enable row level security;
alter table request_attachment enable row level security;
alter table request_template enable row level security;
create policy request_scope on request
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]) or provider_ids @> array[(select scope_provider())]);
create policy request_line_scope on request_line using (exists (select from request r where r.id = request_id));
create policy request_event_scope on request_event using (exists (select from request r where r.id = request_id));
create policy request_message_scope on request_message using (exists (select from request r where r.id = request_id));
create policy request_attachment_scope on request_attachment using (exists (select from request r where r.id = request_id));
create policy request_template_scope on request_template
  using ((select scope_all()) or body_id is null or body_id = any ((select scope_bodies())::uuid[]));
