-- Snapshots and backups are metered by the size that their cloud shows: it is what their provider bills (R276, R279).
create or replace function metered_spec(r resource) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(field, value) filter (where value is not null), '{}') from (
    select field, case r.kind when 'service' then r.spec else coalesce(r.observed_spec, r.spec) end -> field as value
    from unnest(array['vcpus', 'memoryMiB', 'rootDiskGiB', 'sizeGiB', 'tier', 'volumeType', 'bandwidthMbps', 'parameters'])
      as known (field)
    union all
    -- What the cloud does not tell of, it was asked for: the tier that a volume was sold as.
    select 'tier', r.spec -> 'tier' where r.kind = 'volume' and r.observed_spec is not null
    union all
    -- What lies in a bucket changes by itself, as the cloud last told.
    select 'usedBytes', r.attributes -> 'usedBytes' where r.kind = 'bucket'
    union all
    -- Nobody asks for the size of a copy: it is what the cloud made of it.
    select 'sizeGiB', r.attributes -> 'sizeGiB' where r.kind in ('snapshot', 'backup')
  ) as parts where value is not null
$$;
