-- What a body had before the platform came is counted even where it is more than its quota: the truth is written down, and
-- nothing new is promised until it fits again. `over` is how much was taken in beyond the limit.
alter table quota
  add column over_vcpus bigint not null default 0 check (over_vcpus >= 0),
  add column over_memory_mib bigint not null default 0 check (over_memory_mib >= 0),
  add column over_storage_gib bigint not null default 0 check (over_storage_gib >= 0),
  add column over_floating_ips bigint not null default 0 check (over_floating_ips >= 0),
  add column over_cards bigint not null default 0 check (over_cards >= 0);
alter table quota drop constraint quota_check;
alter table quota add constraint quota_fits check (used_vcpus + allotted_vcpus <= limit_vcpus + over_vcpus
  and used_memory_mib + allotted_memory_mib <= limit_memory_mib + over_memory_mib
  and used_storage_gib + allotted_storage_gib <= limit_storage_gib + over_storage_gib
  and used_floating_ips + allotted_floating_ips <= limit_floating_ips + over_floating_ips
  and used_cards + allotted_cards <= limit_cards + over_cards);
