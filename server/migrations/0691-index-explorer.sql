-- Every filter that the explorer offers walks an index in the order of its pages, or finds what is rare by one of its own.
create index inventory_item_kind on inventory_item (kind, id);
create index inventory_item_cloud_kind on inventory_item (cloud_id, kind, id);
create index inventory_item_state on inventory_item (state, id) where state <> 'ready';
create index inventory_item_known on inventory_item (known_since);
create index inventory_item_name on inventory_item using gin (name gin_trgm_ops);
create index inventory_item_tagged_id on inventory_item (id) where tag is not null and vanished_at is null;
create index inventory_item_foreign on inventory_item (id) where tag is not null and resource_id is null and vanished_at is null;
create index inventory_item_vanished_id on inventory_item (id) where vanished_at is not null;
-- The project's own identifier is unique enough to be found by, whichever cloud it is of.
drop index inventory_item_project;
create index inventory_item_project on inventory_item (project_ref, id) where project_ref is not null;
