-- Copies that stand already count from when they were last seen on, with the plan that the catalogue has for them; nothing is billed
-- for the time before. What was taken in gets its plan by a list, as all of its sort.
select add_phase(resource, condition_of(resource), coalesce(observed_at, intended_at))
from resource where kind in ('snapshot', 'backup') and condition_of(resource) in ('serving', 'unseen');

update resource r set plan = offered.plan
from (
  select jsonb_build_object('id', p.id, 'code', p.code, 'title', p.title, 'offeringCode', o.code) as plan
  from plan p join offering_version v on v.id = p.offering_version_id
  join offering o on o.id = v.offering_id and o.published_number = v.number and o.withdrawn_at is null
  where p.dimensions @> '[{"dimension": "snapshot-gib"}]'
  order by o.code, p.position limit 1
) as offered
where r.kind in ('snapshot', 'backup') and r.plan is null and r.plan_since is null and r.presence = 'present'
  and not exists (select from adoption_entry e where e.resource_id = r.id);
