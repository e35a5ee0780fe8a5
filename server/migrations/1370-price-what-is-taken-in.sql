-- What is taken in gets the plan of the catalogue that it is priced by: proposed from its size, approved with the list.
-- From which day on it is priced; null: from the day on which it is taken in.
alter table adoption_list add column priced_from date;
alter table adoption_entry
  -- { id, code, title, offeringCode }; null where none was found or wanted.
  add column plan jsonb,
  -- By which rule the plan was found, why there is none, or that a person said so. Null for lists of before.
  add column plan_rule text check (plan_rule in ('exact', 'tier', 'measured', 'chosen', 'no-size', 'tier-unknown', 'ambiguous',
    'not-offered', 'cleared')),
  -- What the rule found: the cloud's own name of a volume type.
  add column plan_found text,
  -- When its resource got the plan.
  add column priced_at timestamptz;
create index adoption_entry_to_price on adoption_entry (list_id)
  where state = 'taken-in' and plan is not null and priced_at is null;
create index adoption_entry_resource on adoption_entry (resource_id) where state = 'taken-in';

-- Since when a plan counts that came by a list, not by an order.
alter table resource add column plan_since timestamptz;

-- A plan that counts since an earlier moment: what the resource was meanwhile is written once more with its plan, each stretch at
-- its own place. What was known before stands; of two that begin at once the one that became known last counts.
create function price_phases(r resource) returns void language sql as $$
  insert into resource_phase (resource_id, at, condition, kind, body_id, system_id, provider_body_id, cloud_id, pool_id,
    network_zone, request_line_id, plan, spec)
  select p.resource_id, greatest(p.at, r.plan_since), p.condition, p.kind, p.body_id, p.system_id, p.provider_body_id, p.cloud_id,
    p.pool_id, p.network_zone, p.request_line_id, r.plan, p.spec
  from (select *, lead(at) over (order by at, ordinal) as until from resource_phase where resource_id = r.id) p
  where p.plan is null and p.body_id = r.body_id and (p.until is null or p.until > greatest(p.at, r.plan_since))
  order by p.at, p.ordinal
$$;

create or replace function keep_phase() returns trigger language plpgsql as $$
declare
  now_is text := condition_of(new);
  was text := case tg_op when 'UPDATE' then condition_of(old) end;
  is_after_gap boolean := false;
  is_priced boolean := false;
begin
  if tg_op = 'UPDATE' and old.plan is null and new.plan is not null
    and new.plan_since is distinct from old.plan_since and was is not null then
    is_priced := true;
    perform price_phases(new);
  end if;
  if was in ('serving', 'stopped') and new.kind <> 'service'
    and exists (select from usage_rule where old.observed_at >= effective_from
      and new.observed_at > old.observed_at + gap_after) then
    is_after_gap := true;
    perform add_phase(old, 'unseen', old.observed_at);
  end if;
  if not is_after_gap and was is not distinct from now_is and new.body_id = old.body_id and new.system_id = old.system_id
    and new.pool_id = old.pool_id and (is_priced or new.plan is not distinct from old.plan)
    and (now_is <> 'serving' and now_is <> 'stopped' or metered_spec(new) = metered_spec(old)) then return null; end if;
  perform add_phase(new, now_is,
    case
      when was is null then new.provisioned_at
      -- Not known since it was last seen, not since somebody noticed.
      when now_is = 'unseen' then coalesce(new.observed_at, new.intended_at)
      when now_is = 'over' then new.intended_at
      else greatest(new.observed_at, new.intended_at)
    end);
  return null;
end $$;
