-- What a scan knows of a cloud is read once, in the order of this index and from it alone; the key is asked only for what
-- differs, and need not carry anything. Two indexes found a thing by its tag: the one of what is there remains.
drop index inventory_item_cloud;
create index inventory_item_cloud on inventory_item (cloud_id, id) include (fingerprint);
drop index inventory_item_key;
create unique index inventory_item_key on inventory_item (external_id, kind, cloud_id);
drop index inventory_item_tagged;
