-- Things that are nobody's resource and may stay so: by whom, why, until when.
create table inventory_ignored (
  item_id uuid primary key references inventory_item on delete cascade,
  reason text not null,
  -- Null for as long as it is there.
  until date,
  person_id uuid not null,
  at timestamptz not null
);
alter table inventory_ignored enable row level security;
create policy inventory_ignored_scope on inventory_ignored using ((select scope_all())
  or ((select scope_provider()) is not null and exists (select from inventory_item i where i.id = item_id)));
