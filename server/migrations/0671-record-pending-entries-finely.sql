-- Entries are sealed in the order in which they came. Two of one millisecond were told apart by where their rows lay, and a
-- row may take the place of one sealed before: an act could stand in the chain before the act it followed (R8, R56). An act
-- begins microseconds after another's commit at the soonest. The entry itself keeps the millisecond.
alter table audit_pending alter column recorded_at type timestamptz;
