-- What the cloud can do besides what all can, as its connector last said; null until it was asked. The console offers
-- nothing else, also to those who see what stands on a cloud without seeing the cloud itself.
alter table cloud add column abilities text[];

create or replace view pool_directory as
  select p.id, p.name, p.code, p.class, c.id as cloud_id, c.name as cloud_name, c.kind as cloud_kind,
    n.id as node_id, n.name as node_name, n.kind as node_kind, z.id as zone_id, z.name as zone_name,
    c.abilities as cloud_abilities
  from pool p join cloud c on c.id = p.cloud_id join zone z on z.id = p.zone_id join node n on n.id = z.node_id;
