-- Hours of a month that is billed for everybody are folded: hours that stand side by side and are the same become one span. Nothing is
-- lost by it, and a month takes some hundredth of the room.
create table usage_span (
  subject_id int not null,
  -- Hours since 1970-01-01 00:00 UTC, within one civil month of Asia/Shanghai; the end not included.
  from_hour int not null,
  to_hour int not null,
  meter smallint not null,
  holding smallint not null check (holding between 1 and 3),
  -- Of each hour, as in usage.
  quantity bigint not null,
  of_day bigint,
  primary key (subject_id, from_hour, meter, holding),
  check (to_hour > from_hour),
  check (quantity > 0 or (quantity = 0 and coalesce(of_day, 0) > 0))
);
-- Months are folded one after another: where a month stands is known without a row of an index for each span.
create index usage_span_hour on usage_span using brin (from_hour);
alter table usage_span enable row level security;
create policy usage_span_scope on usage_span using ((select scope_all())
  or exists (select from usage_subject s where s.id = subject_id));
revoke insert, update, delete on usage_span from yunheng_app;

-- Folds a month in one transaction: nobody sees it half folded, and killed it has not begun. Whoever would write hours of this month
-- meanwhile waits. @returns the hours that were folded, and the spans that they became.
create function fold_usage_month(which date, out hours bigint, out spans bigint)
  language plpgsql security definer set search_path = pg_catalog, public set work_mem = '128MB' as $$
declare
  beginning int := extract(epoch from which::timestamp at time zone 'Asia/Shanghai') / 3600;
  beyond int := extract(epoch from (which::timestamp + interval '1 month') at time zone 'Asia/Shanghai') / 3600;
  part text := 'usage_' || to_char(which, 'YYYYMM');
  subject int;
  last int;
  batch record;
begin
  hours := 0;
  spans := 0;
  if to_regclass('public.' || part) is null then return; end if;
  execute format('lock table public.%I in share row exclusive mode', part);
  execute format('select min(subject_id), max(subject_id) from public.%I', part) into subject, last;
  while subject <= last loop
    -- A thousand subjects at a time are sorted without a file.
    execute format($fold$
      with folded as (
        insert into usage_span (subject_id, from_hour, to_hour, meter, holding, quantity, of_day)
        select subject_id, min(hour), max(hour) + 1, meter, holding, quantity, of_day
        from (select *, hour - row_number() over (partition by subject_id, meter, holding, quantity, of_day order by hour) as island
          from public.%I where subject_id >= $1 and subject_id < $1 + 1000) u
        group by subject_id, meter, holding, quantity, of_day, island returning from_hour, to_hour)
      select coalesce(sum(to_hour - from_hour), 0) as hours, count(*) as spans from folded $fold$, part)
      using subject into batch;
    hours := hours + batch.hours;
    spans := spans + batch.spans;
    subject := subject + 1000;
  end loop;
  if exists (
    select from (select subject_id, meter, holding, sum(quantity * (to_hour - from_hour)) as quantity from usage_span
      where from_hour >= beginning and from_hour < beyond and quantity > 0 group by 1, 2, 3) f
    full join (select subject_id, meter, holding, quantity from usage_month where month = which) m using (subject_id, meter, holding)
    where f.quantity is distinct from m.quantity)
  then raise exception 'the spans of % are not what its hours were', to_char(which, 'YYYY-MM'); end if;
  execute format('truncate public.%I', part);
end $$;
revoke all on function fold_usage_month(date) from public;
grant execute on function fold_usage_month(date) to yunheng_app;
