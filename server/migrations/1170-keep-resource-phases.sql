-- What a resource was, for whom and where, from when on: what usage is derived from (R276, R279). The database itself keeps
-- it, in the transaction that changed the resource, so that no path of the program can forget it.
create table resource_phase (
  resource_id uuid not null references resource,
  -- Order in which it became known. What came to be known late stands where it belongs, by `at`.
  ordinal bigint not null generated always as identity,
  at timestamptz not null,
  -- serving: it runs · stopped: switched off, still held · unseen: the cloud did not answer, was not asked for too long, or does not say what it is ·
  -- missing: vanished without our doing · over: its service has ended (R236).
  condition text not null check (condition in ('serving', 'stopped', 'unseen', 'missing', 'over')),
  kind text not null,
  body_id uuid not null,
  system_id uuid not null,
  provider_body_id uuid not null,
  cloud_id uuid not null,
  pool_id uuid not null,
  network_zone text not null,
  request_line_id uuid,
  -- { id, code, title, offeringCode }; null for what was taken in.
  plan jsonb,
  -- As the cloud showed it; as it was intended where no cloud shows anything (services).
  spec jsonb not null,
  primary key (resource_id, at, ordinal)
);
revoke update, delete on resource_phase from yunheng_app;
alter table resource_phase enable row level security;
create policy resource_phase_scope on resource_phase using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));

-- A service begins when it works as intended for the first time, and ends when it is no longer wanted.
create function condition_of(r resource) returns text language sql immutable as $$
  select case
    when r.provisioned_at is null then null
    when r.presence = 'absent' then 'over'
    when r.observed_state = 'gone' then 'missing'
    when r.agreement = 'unknown' or r.observed_state = 'unknown' then 'unseen'
    when r.kind = 'server' and r.observed_spec->>'power' = 'off' then 'stopped'
    else 'serving'
  end
$$;

-- What is metered of it: references to others, ways to reach it and the like are not.
create function metered_spec(r resource) returns jsonb language sql immutable as $$
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
  ) as parts where value is not null
$$;

-- How metering judges what it is told. One row, changed by whoever keeps the database.
create table usage_rule (
  is_only boolean primary key default true check (is_only),
  -- Not looked at for longer than this, a resource counts as unseen in between (resources are looked at every quarter of an hour).
  gap_after interval not null,
  -- What was seen last before this instant is not judged.
  effective_from timestamptz not null,
  source text not null,
  is_product_default boolean not null
);
revoke insert, update, delete on usage_rule from yunheng_app;
insert into usage_rule (gap_after, effective_from, source, is_product_default)
  values ('2 hours', '-infinity', 'product default', true);

-- A phase never begins before the one that became known before it: a clock that was set back, or a cloud that was seen before
-- it was asked, moves nothing into the past (F11).
create function add_phase(r resource, condition text, begun timestamptz) returns void language sql as $$
  insert into resource_phase (resource_id, at, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
    network_zone, request_line_id, plan, spec)
  values (r.id, greatest(begun, (select max(p.at) from resource_phase p where p.resource_id = r.id)), condition, r.kind, r.body_id,
    r.system_id, r.provider_body_id, r.cloud_id, r.pool_id, r.network_zone, r.request_line_id, r.plan, metered_spec(r))
$$;

create function keep_phase() returns trigger language plpgsql as $$
declare
  now_is text := condition_of(new);
  was text := case tg_op when 'UPDATE' then condition_of(old) end;
  is_after_gap boolean := false;
begin
  if was in ('serving', 'stopped') and new.kind <> 'service'
    and exists (select from usage_rule where old.observed_at >= effective_from
      and new.observed_at > old.observed_at + gap_after) then
    is_after_gap := true;
    perform add_phase(old, 'unseen', old.observed_at);
  end if;
  if not is_after_gap and was is not distinct from now_is and new.body_id = old.body_id and new.system_id = old.system_id
    and new.pool_id = old.pool_id and new.plan is not distinct from old.plan
    and (now_is <> 'serving' and now_is <> 'stopped' or metered_spec(new) = metered_spec(old)) then return null; end if;
  perform add_phase(new, now_is,
    case
      when was is null then new.provisioned_at
      -- Not known since it was last seen, not since somebody noticed.
      when now_is = 'unseen' then coalesce(new.observed_at, new.intended_at)
      when now_is = 'over' then new.intended_at
      else greatest(new.observed_at, new.intended_at)
    end);
  return null;
end $$;
create trigger resource_phase_kept after insert or update on resource for each row
  when (new.provisioned_at is not null) execute function keep_phase();

-- What stands already is known as it is now, since its delivery.
insert into resource_phase (resource_id, at, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
  network_zone, request_line_id, plan, spec)
select id, provisioned_at, 'serving', kind, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone,
  request_line_id, plan, metered_spec(resource)
from resource where provisioned_at is not null;
insert into resource_phase (resource_id, at, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
  network_zone, request_line_id, plan, spec)
select id, case condition_of(resource) when 'over' then intended_at else coalesce(observed_at, intended_at) end,
  condition_of(resource), kind, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, request_line_id, plan,
  metered_spec(resource)
from resource where provisioned_at is not null and condition_of(resource) <> 'serving';
