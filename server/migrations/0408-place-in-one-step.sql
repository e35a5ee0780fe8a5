-- A placement in two statements instead of seven: what is known of system and body, then claim and record. As with
-- claim_room, the rule needs more in sight than its caller; nothing but what the rule asks for comes back.
create function placement_circumstances(of_system uuid, of_body uuid, out cloud_ids uuid[], out pool_ids uuid[], out body_path text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select array_agg(distinct p.cloud_id), array_agg(distinct p.pool_id), (select path from body where id = of_body)
    from placement p where p.system_id = of_system and p.state = 'claimed'
  $$;

-- The rows explain the choice of the first pool: with another one, or none, they are not written, and the caller says so.
create function place_in_room(for_body uuid, among uuid[], want_vcpus bigint, want_memory_mib bigint, want_storage_gib bigint,
    want_floating_ips bigint, want_cards bigint, placements jsonb, out outcome text, out chosen uuid)
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
begin
  select r.outcome, r.chosen into outcome, chosen
    from claim_room(for_body, among, want_vcpus, want_memory_mib, want_storage_gib, want_floating_ips, want_cards) r;
  if chosen = among[1] then
    insert into placement (id, request_id, request_line_id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone,
        state, amounts, quantity, wanted, explanation, created_by, created_at)
      select p.id, p.request_id, p.request_line_id, p.body_id, p.system_id, p.provider_body_id, p.cloud_id, p.pool_id,
        p.network_zone, 'claimed', p.amounts, p.quantity, p.wanted, p.explanation, p.created_by, p.created_at
      from jsonb_populate_recordset(null::placement, placements) p;
  end if;
end $$;
