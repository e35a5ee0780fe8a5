-- What stands on hosts with libvirt is known by its id alone, which is unique over the hosts of a registration: a server may
-- move from one to another and stays the same. Up to now the host stood before it (`kvm-1~<uuid>`). Identity and history are
-- kept by rewriting references where they stand; a scan under the new ones would take all for vanished and come anew.
create function pg_temp.plain_ref(ref text) returns text language sql immutable as $$
  select regexp_replace(ref,
    '^[A-Za-z0-9][A-Za-z0-9.:_-]{0,62}~([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$', '\1')
$$;
create function pg_temp.plain_refs(told jsonb) returns jsonb language sql immutable as $$
  select regexp_replace(told::text,
    '"[A-Za-z0-9][A-Za-z0-9.:_-]{0,62}~([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"', '"\1"', 'g')::jsonb
$$;
create temp table of_libvirt on commit drop as select id from cloud where kind = 'libvirt';

-- Somebody's machine may be defined on two hosts under one uuid: the one seen last keeps its place, the other vanishes with
-- the next scan.
update inventory_item i set external_id = pg_temp.plain_ref(external_id)
  where cloud_id in (select id from of_libvirt) and external_id <> pg_temp.plain_ref(external_id) and not exists (
    select from inventory_item o
    where o.cloud_id = i.cloud_id and o.kind = i.kind and o.id <> i.id
      and pg_temp.plain_ref(o.external_id) = pg_temp.plain_ref(i.external_id)
      and (o.external_id = pg_temp.plain_ref(o.external_id)
        or (o.vanished_at is null, o.known_since, o.id) > (i.vanished_at is null, i.known_since, i.id)));
update inventory_item set project_ref = pg_temp.plain_ref(project_ref), spec = pg_temp.plain_refs(spec)
  where cloud_id in (select id from of_libvirt)
    and (project_ref <> pg_temp.plain_ref(project_ref) or spec <> pg_temp.plain_refs(spec));

update resource set external_id = pg_temp.plain_ref(external_id), observed_spec = pg_temp.plain_refs(observed_spec),
    search = replace(search, lower(external_id), lower(pg_temp.plain_ref(external_id)))
  where cloud_id in (select id from of_libvirt) and external_id <> pg_temp.plain_ref(external_id);

update adoption_entry set external_id = pg_temp.plain_ref(external_id), project_ref = pg_temp.plain_ref(project_ref),
    spec = pg_temp.plain_refs(spec)
  where cloud_id in (select id from of_libvirt) and external_id <> pg_temp.plain_ref(external_id);

update consolidation_move m set guest = pg_temp.plain_ref(guest) from consolidation c
  where c.id = m.consolidation_id and c.cloud_id in (select id from of_libvirt) and guest <> pg_temp.plain_ref(guest);

-- Read anew with the next look at the hosts; until then each machine once.
delete from host_guest g where cloud_id in (select id from of_libvirt) and exists (
  select from host_guest o where o.cloud_id = g.cloud_id and o.external_id < g.external_id
    and pg_temp.plain_ref(o.external_id) = pg_temp.plain_ref(g.external_id));
update host_guest set external_id = pg_temp.plain_ref(external_id)
  where cloud_id in (select id from of_libvirt) and external_id <> pg_temp.plain_ref(external_id);
