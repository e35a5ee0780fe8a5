-- Names of clouds and pools, for those who see what stands on them without seeing the pools themselves.
create view pool_directory as
  select p.id, p.name, p.code, p.class, c.id as cloud_id, c.name as cloud_name, c.kind as cloud_kind,
    n.id as node_id, n.name as node_name, n.kind as node_kind, z.id as zone_id, z.name as zone_name
  from pool p join cloud c on c.id = p.cloud_id join zone z on z.id = p.zone_id join node n on n.id = z.node_id;
revoke insert, update, delete on pool_directory from yunheng_app;
