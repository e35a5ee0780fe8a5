-- The term of an order is a fact of its own: its factor counts in bills while it lasts, whether or not the prices are kept (R276). What
-- kept prices becomes what was agreed: a term, and the version that it keeps where it keeps one (R277).
alter table price_pin rename to agreed_term;
alter table agreed_term alter column price_version_id drop not null;
alter index price_pin_pkey rename to agreed_term_pkey;
alter index price_pin_version rename to agreed_term_price_version;
alter policy price_pin_scope on agreed_term rename to agreed_term_scope;
alter table price_pin_renewed rename to agreed_term_renewed;
alter table agreed_term_renewed alter column price_version_id drop not null;
alter index price_pin_renewed_pkey rename to agreed_term_renewed_pkey;
alter index price_pin_renewed_version rename to agreed_term_renewed_price_version;
alter index price_pin_renewed_line rename to agreed_term_renewed_line;
alter policy price_pin_renewed_scope on agreed_term_renewed rename to agreed_term_renewed_scope;

-- Orders that are placed already: from the first delivery on, for the months that were applied for.
insert into agreed_term (request_line_id, term_months, until)
select l.id, coalesce(r.term_months, greatest(0, (r.until - (r.submitted_at at time zone 'Asia/Shanghai')::date + 1) / 30)),
  case when begun.on_day is not null then coalesce(r.until, (begun.on_day + make_interval(months => r.term_months))::date - 1) end
from request_line l join request r on r.id = l.request_id
cross join lateral (
  select min((t.created_at at time zone 'Asia/Shanghai')::date) as on_day
  from resource s join resource_term t on t.resource_id = s.id where s.request_line_id = l.id
) as begun
where r.kind = 'new' and r.submitted_at is not null and num_nonnulls(r.term_months, r.until) = 1
on conflict do nothing;
-- The running term of what was renewed: the months that were applied for last, otherwise those it renews itself by.
insert into agreed_term_renewed (resource_id, from_day, until, term_months, request_line_id)
select t.resource_id, (t.until + 1 - make_interval(months => months.number))::date, t.until, months.number, asked.line_id
from resource_term t
join resource s on s.id = t.resource_id
left join lateral (
  select l.id as line_id, r.term_months from request_line l join request r on r.id = l.request_id
  where l.resource_id = t.resource_id and r.kind = 'renew' and r.state = 'completed'
  order by r.completed_at desc limit 1
) as asked on true
cross join lateral (select coalesce(asked.term_months, t.renew_months) as number) as months
where t.renewals > 0 and months.number >= 1
  and not exists (select from agreed_term_renewed p where p.resource_id = t.resource_id and p.until >= t.until)
on conflict do nothing;
