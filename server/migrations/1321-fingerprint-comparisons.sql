-- What a comparison rests on, as one text: where it is still the same, a statement is agreed without comparing it again.
alter table statement add column fingerprint text;
