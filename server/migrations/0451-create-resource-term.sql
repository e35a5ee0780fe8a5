-- How long a resource may be used, and how far its end has been carried out. The end only changes what is intended;
-- the resource's own reconciler does the rest.
create table resource_term (
  resource_id uuid primary key,
  request_id uuid not null references request,
  body_id uuid not null references body,
  system_id uuid not null,
  system_name text not null,
  resource_name text not null,
  purpose text not null check (purpose in ('formal', 'test', 'emergency')),
  until date not null,
  renewals int not null default 0,
  -- Smallest number of days before the end at which a reminder went out.
  reminded_days int,
  stopped_at timestamptz,
  released_at timestamptz,
  created_at timestamptz not null
);
create index resource_term_end on resource_term (until, resource_id) where released_at is null;
create index resource_term_body on resource_term (body_id, until, resource_id) where released_at is null;

alter table resource_term enable row level security;
create policy resource_term_scope on resource_term
  using ((select scope_all()) or body_id = any ((select scope_bodies())::uuid[]));
