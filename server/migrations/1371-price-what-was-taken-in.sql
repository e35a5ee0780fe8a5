-- What was taken in before it had a plan gets one by a second sort of list: resources of one body, cloud and pool, with the day
-- from which they are priced, approved by the body like what is to be taken in.
alter table adoption_list add column sort text not null default 'take-in' check (sort in ('take-in', 'plan'));
alter table adoption_list add constraint adoption_list_priced_from check (sort = 'take-in' or priced_from is not null);
-- A resource that stands has no place in what nobody manages.
alter table adoption_entry alter column item_id drop not null;
alter table adoption_entry drop constraint adoption_entry_state_check;
alter table adoption_entry add constraint adoption_entry_state_check check (state in ('assigned', 'sent-back', 'approved',
  'taken-in', 'priced', 'left-out', 'withdrawn'));
-- A resource waits for a plan on one list at a time.
create unique index adoption_entry_plan_once on adoption_entry (resource_id)
  where item_id is null and state in ('assigned', 'approved');
drop index adoption_entry_resource;
create index adoption_entry_resource on adoption_entry (resource_id) where state in ('taken-in', 'priced');

-- What a plan could price and none does: found at once among a million.
create index resource_without_plan on resource (id) where plan is null and ground is null and released_at is null
  and presence = 'present' and provisioned_at is not null
  and kind in ('server', 'volume', 'floating-ip', 'load-balancer', 'network', 'security-group');
create index resource_without_plan_body on resource (body_id, id) where plan is null and ground is null and released_at is null
  and presence = 'present' and provisioned_at is not null
  and kind in ('server', 'volume', 'floating-ip', 'load-balancer', 'network', 'security-group');
