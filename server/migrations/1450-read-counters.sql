-- Readings of counters (traffic), as clouds tell them: what flowed is derived from these alone, like usage from phases (R276, R279). A
-- reading is a fact: it stands for good, and the same one told again is the same row.
create table counter_reading (
  resource_id uuid not null references resource,
  -- Which of its counters: each counts for itself.
  counter text not null check (length(counter) between 1 and 100),
  at timestamptz not null,
  -- When the counter began at nought, where the cloud tells; one that began anew is another. '-infinity': not told.
  since timestamptz not null default '-infinity' check (since <= at),
  bytes numeric(20) not null check (bytes >= 0),
  primary key (resource_id, counter, since, at)
);
revoke update, delete on counter_reading from yunheng_app;
alter table counter_reading enable row level security;
create policy counter_reading_scope on counter_reading using ((select scope_all()));

-- When each cloud was last asked for its counters, and whether it tells them.
create table counter_look (
  cloud_id uuid primary key references cloud,
  looked_at timestamptz not null,
  is_told boolean not null
);
alter table counter_look enable row level security;
create policy counter_look_scope on counter_look using ((select scope_all()));

-- What becomes known of the past is derived again, as with phases; what belongs to an hour that is not derived yet waits for its turn.
create trigger usage_due_noted after insert on counter_reading for each row execute function note_usage_due();
