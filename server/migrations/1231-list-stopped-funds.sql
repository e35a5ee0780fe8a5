-- R273: evidence by the office of the leading group that a system should be on the cloud and is not. Never changed.
create table budget_stop_evidence (
  id uuid primary key,
  system_id uuid not null references system,
  fiscal_year int not null check (fiscal_year between 2000 and 2100),
  blob_id uuid not null references blob,
  note text not null,
  added_by text not null,
  added_at timestamptz not null
);
create index budget_stop_evidence_of on budget_stop_evidence (system_id, fiscal_year);
revoke update, delete on budget_stop_evidence from yunheng_app;
alter table budget_stop_evidence enable row level security;
create policy budget_stop_evidence_scope on budget_stop_evidence using ((select scope_all())
  or exists (select from system s where s.id = system_id));
-- What the lists look for.
create index system_to_migrate on system (code, id) where deployment = 'to-migrate' and lifecycle <> 'retired';
create index project_filing_infrastructure on project_filing_item (filing_id)
  where kind in ('machine-room', 'own-cloud-expansion');
