-- The clouds of the provider who looks, asked once a statement. Each row was asked whether its cloud is to be seen: short as
-- that is, the planner counts it for every row, and so chose to gather and sort where it would have walked an index.
create function scope_clouds() returns uuid[] language sql stable parallel safe
  as $$ select coalesce(array_agg(id), '{}') from cloud where provider_body_id = scope_provider() $$;
alter policy inventory_scan_scope on inventory_scan
  using ((select scope_all()) or cloud_id = any ((select scope_clouds())::uuid[]));
alter policy inventory_wish_scope on inventory_wish
  using ((select scope_all()) or cloud_id = any ((select scope_clouds())::uuid[]));
alter policy inventory_item_scope on inventory_item
  using ((select scope_all()) or cloud_id = any ((select scope_clouds())::uuid[]));
alter policy inventory_change_scope on inventory_change
  using ((select scope_all()) or cloud_id = any ((select scope_clouds())::uuid[]));
alter policy adoption_proposal_scope on adoption_proposal
  using ((select scope_all()) or cloud_id = any ((select scope_clouds())::uuid[]));

-- What is left aside carries no cloud; the function is not opened by the planner, which takes it for what it costs: nothing to
-- those who see all.
create function scope_sees_item(item uuid) returns boolean language sql stable cost 1
  as $$ select exists (select from inventory_item i where i.id = item) $$;
alter policy inventory_ignored_scope on inventory_ignored
  using ((select scope_all()) or ((select scope_provider()) is not null and scope_sees_item(item_id)));
