-- Entries are sealed in the order in which they came. Two of one millisecond were told apart by where their rows lay, and a
-- row may take the place of one sealed before: an act could stand in the chain before the act it followed (R8, R56).
alter table audit_pending add column arrival bigint generated always as identity;
