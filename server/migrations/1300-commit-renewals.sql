-- A term that renews by itself is committed as an ordered one is: its entries name the resource and which renewal of
-- its term it was, and no request (R274).
alter table budget_commitment
  alter column request_id drop not null,
  alter column request_no drop not null,
  alter column line_number drop not null,
  add column resource_id uuid,
  add column resource_name text,
  add column renewal int check (renewal >= 1),
  add constraint budget_commitment_source check (
    case when request_id is null
      then num_nonnulls(request_no, line_number) = 0 and num_nonnulls(resource_id, resource_name, renewal) = 3
      else num_nonnulls(request_no, line_number) = 2 and num_nonnulls(resource_id, resource_name, renewal) = 0
    end);
-- A renewal is committed once.
create unique index budget_commitment_renewed_once on budget_commitment (resource_id, renewal, month)
  where kind = 'commit' and resource_id is not null;
create index budget_commitment_of_resource on budget_commitment (resource_id) where resource_id is not null;
-- The prices that it was reckoned with are kept as those of a renewal that was applied for (R277).
alter table price_pin_renewed alter column request_line_id drop not null;
alter policy price_pin_renewed_scope on price_pin_renewed using (
  exists (select from request_line l where l.id = request_line_id)
  or (request_line_id is null and exists (select from resource r where r.id = resource_id)));
-- Where the budget stood in its way it is tried again, once a day.
alter table resource_term add column renewal_tried_on date;
