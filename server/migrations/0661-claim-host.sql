-- Room on hosts, promised by us where the cloud leaves the choice of the host to the platform.
alter table host
  -- By claims; by machines that no claim speaks for; never more together than the limit was when it was promised.
  add column claimed_vcpus bigint not null default 0 check (claimed_vcpus >= 0),
  add column claimed_memory_mib bigint not null default 0 check (claimed_memory_mib >= 0),
  add column claimed_storage_gib bigint not null default 0 check (claimed_storage_gib >= 0),
  add column foreign_vcpus bigint not null default 0 check (foreign_vcpus >= 0),
  add column foreign_memory_mib bigint not null default 0 check (foreign_memory_mib >= 0),
  add column foreign_storage_gib bigint not null default 0 check (foreign_storage_gib >= 0),
  add column ceiling_vcpus bigint not null default 0,
  add column ceiling_memory_mib bigint not null default 0,
  add column ceiling_storage_gib bigint not null default 0,
  add check (claimed_vcpus + foreign_vcpus <= ceiling_vcpus and claimed_memory_mib + foreign_memory_mib <= ceiling_memory_mib
    and claimed_storage_gib + foreign_storage_gib <= ceiling_storage_gib);
-- A host's row is written with every claim on it: room for its versions on the same page.
alter table host set (fillfactor = 50);

create table host_claim (
  id uuid primary key,
  host_id uuid not null references host,
  resource_id uuid,
  name text not null,
  vcpus bigint not null check (vcpus >= 0),
  memory_mib bigint not null check (memory_mib >= 0),
  storage_gib bigint not null check (storage_gib >= 0),
  -- Members of an apart group stand on hosts of their own, those of a together group on one.
  apart_group text,
  together_group text,
  created_by text not null,
  created_at timestamptz not null
);
create unique index host_claim_resource on host_claim (resource_id) where resource_id is not null;
create index host_claim_host on host_claim (host_id);
create unique index host_claim_apart on host_claim (apart_group, host_id) where apart_group is not null;
create index host_claim_together on host_claim (together_group) where together_group is not null;
create index host_claim_newest on host_claim (created_at, id);
alter table host_claim enable row level security;
create policy host_claim_scope on host_claim
  using ((select scope_all()) or exists (select from host where host.id = host_claim.host_id));

-- Takes room on the first of the hosts that has it, and writes the claim: one round trip, and the row itself decides. Null
-- when none has. A resource that has a claim already keeps it.
create function claim_host(claim uuid, among uuid[], for_resource uuid, called text, want_vcpus bigint, want_memory_mib bigint,
    want_storage_gib bigint, apart text, together text, by_whom text, at timestamptz) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
declare
  candidate uuid;
  standing uuid;
begin
  if for_resource is not null then
    select host_id into standing from host_claim where resource_id = for_resource;
    if found then return standing; end if;
  end if;
  if together is not null then
    -- The first of a group decides for all: one at a time.
    perform pg_advisory_xact_lock(hashtextextended('host together ' || together, 0));
    select host_id into standing from host_claim where together_group = together limit 1;
  end if;
  foreach candidate in array among loop
    continue when standing is not null and candidate <> standing;
    update host set claimed_vcpus = claimed_vcpus + want_vcpus, claimed_memory_mib = claimed_memory_mib + want_memory_mib,
        claimed_storage_gib = claimed_storage_gib + want_storage_gib
      where id = candidate and state = 'in-service' and claimed_vcpus + foreign_vcpus + want_vcpus <= limit_vcpus
        and claimed_memory_mib + foreign_memory_mib + want_memory_mib <= limit_memory_mib
        and claimed_storage_gib + foreign_storage_gib + want_storage_gib <= limit_storage_gib;
    continue when not found;
    insert into host_claim (id, host_id, resource_id, name, vcpus, memory_mib, storage_gib, apart_group, together_group,
        created_by, created_at)
      values (claim, candidate, for_resource, called, want_vcpus, want_memory_mib, want_storage_gib, apart, together, by_whom, at)
      on conflict (apart_group, host_id) where apart_group is not null do nothing;
    if found then return candidate; end if;
    update host set claimed_vcpus = claimed_vcpus - want_vcpus, claimed_memory_mib = claimed_memory_mib - want_memory_mib,
        claimed_storage_gib = claimed_storage_gib - want_storage_gib
      where id = candidate;
  end loop;
  return null;
end $$;

-- Gives a claim's room back. False when there is none such (any more).
create function release_host(claim uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
declare
  gone host_claim;
begin
  delete from host_claim where id = claim returning * into gone;
  if not found then return false; end if;
  update host set claimed_vcpus = claimed_vcpus - gone.vcpus, claimed_memory_mib = claimed_memory_mib - gone.memory_mib,
      claimed_storage_gib = claimed_storage_gib - gone.storage_gib
    where id = gone.host_id;
  return true;
end $$;

-- What is taken without a claim, and how much may be promised at most; after each look at a cloud and each change of limits.
create function settle_host_room(of_cloud uuid) returns void
  language sql security definer set search_path = pg_catalog, public
  as $$
    with fresh as (
      select h.id, coalesce(sum(g.vcpus), 0)::bigint as vcpus, coalesce(sum(g.memory_mib), 0)::bigint as memory,
        coalesce(sum(g.storage_gib), 0)::bigint as storage
      from host h left join host_guest g on g.host_id = h.id
        and not exists (select from host_claim c where c.resource_id = g.resource_id)
      where h.cloud_id = of_cloud group by h.id)
    update host h set foreign_vcpus = fresh.vcpus, foreign_memory_mib = fresh.memory, foreign_storage_gib = fresh.storage,
      ceiling_vcpus = greatest(h.limit_vcpus, h.claimed_vcpus + fresh.vcpus),
      ceiling_memory_mib = greatest(h.limit_memory_mib, h.claimed_memory_mib + fresh.memory),
      ceiling_storage_gib = greatest(h.limit_storage_gib, h.claimed_storage_gib + fresh.storage)
    from fresh where h.id = fresh.id
      and (h.foreign_vcpus, h.foreign_memory_mib, h.foreign_storage_gib, h.ceiling_vcpus, h.ceiling_memory_mib, h.ceiling_storage_gib)
        is distinct from (fresh.vcpus, fresh.memory, fresh.storage, greatest(h.limit_vcpus, h.claimed_vcpus + fresh.vcpus),
          greatest(h.limit_memory_mib, h.claimed_memory_mib + fresh.memory),
          greatest(h.limit_storage_gib, h.claimed_storage_gib + fresh.storage))
  $$;
