-- What each pool held and promised at the end of each day, for the forecast of when it runs out.
create table pool_day (
  pool_id uuid not null references pool on delete cascade,
  day date not null,
  limit_vcpus bigint not null, limit_memory_mib bigint not null, limit_storage_gib bigint not null,
  limit_floating_ips bigint not null, limit_cards bigint not null,
  -- Reserved and allocated together.
  taken_vcpus bigint not null, taken_memory_mib bigint not null, taken_storage_gib bigint not null,
  taken_floating_ips bigint not null, taken_cards bigint not null,
  primary key (pool_id, day)
);
alter table pool_day enable row level security;
create policy pool_day_scope on pool_day
  using ((select scope_all()) or exists (select from pool where pool.id = pool_day.pool_id));
