-- What a pool is trusted with: 信创 throughout (R17), and the 等保 level that it is assessed for (R166). Null: nobody said.
alter table pool add column is_domestic boolean;
alter table pool add column protection_level smallint check (protection_level between 1 and 5);
