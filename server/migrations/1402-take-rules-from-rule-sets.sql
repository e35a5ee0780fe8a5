-- When a gap in observation begins, and what of a statement is no difference yet, are values of the platform's rules: versioned, dated and
-- published by two people on the page of all others. What applied so far is what version 1 has of them as shipped.

-- Of a version that is older than the rule, what is shipped (`modules/rule/metering-rules.ts`).
create function gap_after(seen timestamptz) returns interval language sql stable as $$
  select make_interval(mins => coalesce((
    select (item ->> 'value')::int from (
      select items from rule_set where region_id is null and published_at is not null
        and effective_from <= (seen at time zone 'Asia/Shanghai')::date
      order by effective_from desc, number desc limit 1
    ) as in_force, jsonb_array_elements(in_force.items) as item where item ->> 'code' = 'metering.gap-minutes'), 120))
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
  -- No rule is shorter than half an hour: whoever is looked at as usual costs no look at the rules.
  if was in ('serving', 'stopped') and new.kind <> 'service' and new.observed_at > old.observed_at + interval '30 minutes' then
    if exists (select from usage_rule where old.observed_at >= effective_from)
      and new.observed_at > old.observed_at + gap_after(old.observed_at) then
      is_after_gap := true;
      perform add_phase(old, 'unseen', old.observed_at);
    end if;
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

-- What is left of it: since when gaps are judged.
alter table usage_rule drop column gap_after, drop column source, drop column is_product_default;

alter table statement add column rule_set_id uuid references rule_set;
alter table statement disable trigger statement_kept;
update statement set rule_set_id = (select id from rule_set where region_id is null and published_at is not null order by number limit 1)
where tolerance is not null;
alter table statement enable trigger statement_kept;
alter table statement drop column tolerance;
drop table statement_tolerance;
