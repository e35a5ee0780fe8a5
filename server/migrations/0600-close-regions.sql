-- A region that was merged away stays in the ledger and takes nothing new; how many bodies stand in one is told to all
-- who know the directory.
alter table region add column closed_at timestamptz;
create or replace view body_directory as select id, name, short_name, kind, region_id, path, closed_at from body;
