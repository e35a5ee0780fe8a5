-- Buckets of object stores, made by clouds that have one.
alter table resource drop constraint resource_kind_check,
  add constraint resource_kind_check check (kind in ('server', 'volume', 'snapshot', 'backup', 'network', 'subnet', 'router',
    'security-group', 'floating-ip', 'load-balancer', 'bucket', 'key-pair', 'project', 'service'));
