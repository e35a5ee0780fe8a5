-- 300,000 lines in one upload. Names are compared byte by byte: by a language's order, as PostgreSQL sorts text unless told
-- otherwise, keeping the index took longer than writing the lines.
alter table statement_line drop column resource_key;
alter table statement_line
  add column resource_key text collate "C" not null generated always as (lower(resource_ref)) stored;
create index statement_line_resource on statement_line (statement_id, resource_key, no);

-- That lines belong to a statement is looked at once for all that are added, where lines are told whether they may be added at
-- all; a statement is never deleted.
alter table statement_line drop constraint statement_line_statement_id_fkey;
create or replace function refuse_late_statement_lines() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct statement_id from added) a left join statement s on s.id = a.statement_id
    where s.id is null or s.state <> 'received' or s.line_count > 0) then
    raise exception 'lines of a statement do not change' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
