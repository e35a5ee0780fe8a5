-- What a scan compares with. The cloud's own identifier leads: no other index begins with it, so that whatever the planner
-- believes of a table that has just been filled (5,000 look-ups once took a minute by another index), it looks up by this.
drop index inventory_item_key;
create unique index inventory_item_key on inventory_item (external_id, kind, cloud_id) include (id, fingerprint);
