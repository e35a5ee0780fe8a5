-- File storage that a pool offers, stated by a person as the accelerators are: no cloud that is connected tells it (R16).
alter table pool add column file_storage_gib bigint check (file_storage_gib >= 0);

-- What is 信创 and what is not, by class of asset (R17). Hosts and pools carry the flag, told by the cloud or stated; what runs
-- takes it from the host that it stands on, where that is known, and else from its pool; an image has it from the pools
-- that offer it. Null where nobody said.
create view domestic_asset with (security_invoker = true) as
  select 'host'::text as asset_class, h.id, h.name, h.cloud_id, h.pool_id, h.is_domestic from host h where h.state <> 'gone'
  union all
  select 'pool', p.id, p.name, p.cloud_id, p.id, p.is_domestic from pool p
  union all
  select 'resource', r.id, r.name, r.cloud_id, r.pool_id, coalesce(h.is_domestic, p.is_domestic)
  from resource r left join pool p on p.id = r.pool_id left join host_guest g on g.resource_id = r.id left join host h on h.id = g.host_id
  where r.presence = 'present' and r.kind in ('server', 'volume', 'load-balancer', 'bucket', 'service')
  union all
  select 'image', md5(i.cloud_id || ' ' || i.native)::uuid, i.name, i.cloud_id, null::uuid, i.is_domestic
  from (
    select p.cloud_id, image ->> 'native' as native, min(image #>> '{title,zh}') as name,
      -- Said differently of two pools, it is not.
      bool_and((image ->> 'isDomestic')::boolean) as is_domestic
    from pool p cross join jsonb_array_elements(p.mapping -> 'images') image group by 1, 2) i;
