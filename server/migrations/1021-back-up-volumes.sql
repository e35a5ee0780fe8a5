-- Backups of volumes (R61): copies that outlive what they were taken of.
alter table resource drop constraint resource_kind_check,
  add constraint resource_kind_check check (kind in ('server', 'volume', 'snapshot', 'backup', 'network', 'subnet', 'router',
    'security-group', 'floating-ip', 'load-balancer', 'key-pair', 'project', 'service'));
