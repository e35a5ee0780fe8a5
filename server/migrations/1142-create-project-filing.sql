-- Project filings (项目申报): what the rules on machine rooms (R35), on a county's own cloud (R25) and on leases (R33) are asked about.
create sequence project_filing_no;
create table project_filing (
  id uuid primary key,
  no text not null unique,
  body_id uuid not null references body,
  name text not null,
  nature text not null check (nature in ('new', 'continued', 'rebuilt')),
  summary text not null,
  connection text not null check (connection in ('lease', 'exempt')),
  exemption jsonb,
  state text not null check (state in ('draft', 'submitted', 'accepted', 'declined')),
  entered_by uuid not null,
  entered_by_name text not null,
  submitted_by_name text,
  submitted_at timestamptz,
  decided_by_name text,
  decided_at timestamptz,
  comment text,
  version int not null default 1,
  created_at timestamptz not null,
  check (connection = 'exempt' or exemption is null),
  check (state not in ('submitted', 'accepted') or connection = 'lease' or exemption is not null),
  check ((state in ('accepted', 'declined')) = (decided_at is not null))
);
create index project_filing_newest on project_filing (created_at desc, id desc);
create index project_filing_body on project_filing (body_id, created_at desc, id desc);

create table project_filing_item (
  filing_id uuid not null references project_filing on delete cascade,
  number int not null,
  kind text not null check (kind in ('software', 'cloud-lease', 'security', 'machine-room', 'own-cloud-expansion', 'other')),
  name text not null,
  -- 分 (minor units of CNY).
  cost_minor bigint,
  requirement_document text,
  requirement_clause text,
  approved_by_name text,
  approved_at timestamptz,
  primary key (filing_id, number),
  check (kind = 'machine-room' or requirement_document is null),
  check ((requirement_document is null) = (requirement_clause is null)),
  -- Nothing is approved without the document that is named (R35).
  check (approved_at is null or (requirement_document is not null and approved_by_name is not null))
);

alter table project_filing enable row level security;
create policy project_filing_scope on project_filing
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
alter table project_filing_item enable row level security;
create policy project_filing_item_scope on project_filing_item using ((select scope_all())
  or exists (select from project_filing f where f.id = filing_id));
