-- A natural day goes on belonging, whole, to what is held when it ends, at the size that it ends with; how it counts goes by its
-- seconds switched off, unseen and running, instead of by its last second. So of its last hour it is kept what the whole day counts for
-- in each way; null where that is 24 times the hour. In a way that the day had and its last hour had not, the hour itself is nothing.
alter table usage rename column as_at_end to of_day;
alter table usage_adjustment rename column as_at_end to of_day;
update usage set of_day = 24 * of_day where of_day is not null;
update usage_adjustment set of_day = 24 * of_day where of_day is not null;
alter table usage drop constraint usage_quantity_check,
  add constraint usage_counts check (quantity > 0 or (quantity = 0 and coalesce(of_day, 0) > 0));
-- What is on no bill yet is derived again; what was sent stands as it was counted.
insert into usage_due (resource_id, since)
select p.resource_id, greatest(min(p.at), coalesce(max(sent.until), '-infinity'))
from resource_phase p
left join lateral (
  select ((max(b.month) + interval '1 month')::timestamp at time zone 'Asia/Shanghai') as until
  from bill b where b.body_id = p.body_id and b.state <> 'draft'
) as sent on true
group by p.resource_id having bool_or(p.condition in ('stopped', 'unseen'))
on conflict (resource_id) do update set since = least(usage_due.since, excluded.since), times = usage_due.times + 1;
