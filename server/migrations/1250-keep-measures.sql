-- How much of what they have servers really use (R123, R128): one row for each resource, civil day of Asia/Shanghai and metric.
-- Samples are not kept: a count, a sum, a peak and a histogram of fixed steps say what is asked of them.
create table measure_day (
  resource_id uuid not null references resource,
  day date not null,
  -- 1 cpu · 2 memory · 3 disk (thousandths) · 4 network · 5 disk-io (bytes a second).
  metric smallint not null check (metric between 1 and 5),
  -- Who held it then.
  body_id uuid not null,
  provider_body_id uuid not null,
  samples int not null check (samples between 1 and 288),
  sum bigint not null check (sum >= 0),
  peak bigint not null check (peak >= 0),
  histogram smallint[] not null check (cardinality(histogram) = 20),
  -- Which of the 288 slots of the day have their sample, so that none counts twice.
  slots bytea not null check (length(slots) = 36),
  primary key (resource_id, day, metric)
);
create index measure_day_by_day on measure_day (day);

-- Counters as they were last read: what the next look is measured against. One row a server.
create table measure_read (
  resource_id uuid primary key references resource,
  at timestamptz not null,
  -- Decimal text: counters outgrow what JSON numbers hold.
  counters jsonb not null
);

-- When each cloud was last asked, and whether it tells anything.
create table measure_look (
  cloud_id uuid primary key references cloud,
  looked_at timestamptz not null,
  is_told boolean not null
);

alter table measure_day enable row level security;
alter table measure_read enable row level security;
alter table measure_look enable row level security;
create policy measure_day_scope on measure_day using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));
create policy measure_read_scope on measure_read using ((select scope_all()));
create policy measure_look_scope on measure_look using ((select scope_all()));
