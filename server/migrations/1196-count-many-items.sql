-- What asks the planner how many there are is no function of reading alone: PostgreSQL refused it beyond ten thousand items.
alter function inventory_counted(jsonb, date, int) volatile;
