-- A project has one key, whoever speaks of it: its filing. The approval of a system names the filing that it follows from; systems of
-- one filing are one project, and what is budgeted for the filing can be compared with what its systems spend. An approval without a
-- filing (a project that was approved before filings, or elsewhere) is known by its own number, as before.
alter table project_approval add column filing_id uuid references project_filing;
create index project_approval_filing on project_approval (filing_id) where filing_id is not null;
-- Where the number of the filing was written down as that of the approval, they are the same project; nothing else is guessed.
update project_approval p set filing_id = f.id from project_filing f
  where f.no = p.approval_no and f.body_id = p.body_id and f.state = 'accepted';
create or replace view project_directory as
  select p.system_id, p.approval_no, p.filing_id, coalesce(f.no, p.approval_no) as project_no,
    coalesce(f.name, p.approval_no) as project_name
  from project_approval p left join project_filing f on f.id = p.filing_id;
