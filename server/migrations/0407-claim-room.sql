-- A claim of quota and room in one statement: between application and database one round trip holds the hot rows, not four.
-- Quota first, then the pools in the order given; as everywhere else, so that nobody waits in a circle. It sees quotas and
-- pools beyond the caller's sight, as the rule itself must, and tells nothing but the outcome.
create function claim_room(for_body uuid, among uuid[], want_vcpus bigint, want_memory_mib bigint, want_storage_gib bigint,
    want_floating_ips bigint, want_cards bigint, out outcome text, out chosen uuid)
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
declare
  holder uuid;
  candidate uuid;
begin
  select q.body_id into holder from body self
    join quota q on q.body_id = any (string_to_array(ltrim(self.path, '/'), '/')::uuid[])
    join body owner on owner.id = q.body_id
    where self.id = for_body order by length(owner.path) desc limit 1;
  if not found then
    outcome := 'quota-not-set';
    return;
  end if;
  -- What is not asked for is not in the way.
  update quota set used_vcpus = used_vcpus + want_vcpus, used_memory_mib = used_memory_mib + want_memory_mib,
      used_storage_gib = used_storage_gib + want_storage_gib, used_floating_ips = used_floating_ips + want_floating_ips,
      used_cards = used_cards + want_cards
    where body_id = holder
      and (want_vcpus <= 0 or used_vcpus + allotted_vcpus + want_vcpus <= limit_vcpus)
      and (want_memory_mib <= 0 or used_memory_mib + allotted_memory_mib + want_memory_mib <= limit_memory_mib)
      and (want_storage_gib <= 0 or used_storage_gib + allotted_storage_gib + want_storage_gib <= limit_storage_gib)
      and (want_floating_ips <= 0 or used_floating_ips + allotted_floating_ips + want_floating_ips <= limit_floating_ips)
      and (want_cards <= 0 or used_cards + allotted_cards + want_cards <= limit_cards);
  if not found then
    outcome := 'quota-exceeded';
    return;
  end if;
  foreach candidate in array among loop
    update pool set reserved_vcpus = reserved_vcpus + want_vcpus, reserved_memory_mib = reserved_memory_mib + want_memory_mib,
        reserved_storage_gib = reserved_storage_gib + want_storage_gib,
        reserved_floating_ips = reserved_floating_ips + want_floating_ips, reserved_cards = reserved_cards + want_cards
      where id = candidate and state = 'open'
        and (want_vcpus <= 0 or reserved_vcpus + allocated_vcpus + want_vcpus <= limit_vcpus)
        and (want_memory_mib <= 0 or reserved_memory_mib + allocated_memory_mib + want_memory_mib <= limit_memory_mib)
        and (want_storage_gib <= 0 or reserved_storage_gib + allocated_storage_gib + want_storage_gib <= limit_storage_gib)
        and (want_floating_ips <= 0 or reserved_floating_ips + allocated_floating_ips + want_floating_ips <= limit_floating_ips)
        and (want_cards <= 0 or reserved_cards + allocated_cards + want_cards <= limit_cards);
    if found then
      insert into quota_use as u (body_id, holder_body_id, vcpus, memory_mib, storage_gib, floating_ips, cards)
        values (for_body, holder, want_vcpus, want_memory_mib, want_storage_gib, want_floating_ips, want_cards)
        on conflict (body_id) do update set vcpus = u.vcpus + excluded.vcpus, memory_mib = u.memory_mib + excluded.memory_mib,
          storage_gib = u.storage_gib + excluded.storage_gib, floating_ips = u.floating_ips + excluded.floating_ips,
          cards = u.cards + excluded.cards;
      outcome := 'claimed';
      chosen := candidate;
      return;
    end if;
  end loop;
  update quota set used_vcpus = used_vcpus - want_vcpus, used_memory_mib = used_memory_mib - want_memory_mib,
      used_storage_gib = used_storage_gib - want_storage_gib, used_floating_ips = used_floating_ips - want_floating_ips,
      used_cards = used_cards - want_cards
    where body_id = holder;
  outcome := 'full';
end $$;
