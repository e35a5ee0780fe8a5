-- Load balancers (R68) are made by clouds that have them, and no longer only by their providers' hands.
alter table resource drop constraint resource_kind_check,
  add constraint resource_kind_check check (kind in ('server', 'volume', 'snapshot', 'network', 'subnet', 'router',
    'security-group', 'floating-ip', 'load-balancer', 'key-pair', 'project', 'service'));
