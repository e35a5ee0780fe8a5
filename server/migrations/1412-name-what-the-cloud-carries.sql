-- What a project builds by itself though the catalogue has it: the service that would carry it (R270).
alter table project_filing_item add column offering_code text;
drop index project_filing_infrastructure;
create index project_filing_infrastructure on project_filing_item (filing_id)
  where kind in ('machine-room', 'own-cloud-expansion') or offering_code is not null;
-- The list of such projects shows the lines of the budget that name them.
create index budget_of_filing on budget (filing_id) where filing_id is not null;
