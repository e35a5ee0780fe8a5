-- R75: whether what a plan delivers is 信创. Null: nobody said.
alter table plan add column is_domestic boolean;
