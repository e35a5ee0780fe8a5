-- Why a project builds by itself what the catalogue carries: given by who files it, approved by who decides (R270).
alter table project_filing_item add column own_reason text;
alter table project_filing_item add constraint project_filing_item_own_reason
  check (own_reason is null or kind in ('software', 'security', 'other'));
-- Nothing is approved without what is named: a document of the state (R35), or that reason.
do $$
declare
  named text;
begin
  select conname into strict named from pg_constraint
    where conrelid = 'project_filing_item'::regclass and contype = 'c'
      and pg_get_constraintdef(oid) like '%approved_at IS NULL%';
  execute format('alter table project_filing_item drop constraint %I', named);
end $$;
alter table project_filing_item add constraint project_filing_item_approved check (approved_at is null
  or (approved_by_name is not null and (requirement_document is not null or own_reason is not null)));
