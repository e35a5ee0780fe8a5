-- At which prices an order was placed, where they are agreed to stay until its term ends (R277).
create table price_pin (
  request_line_id uuid primary key references request_line on delete cascade,
  price_version_id uuid not null references price_version,
  -- Whole months of the term applied for: what the factor by term goes by.
  term_months int not null check (term_months >= 0),
  -- The last day of the term; null before delivery.
  until date
);
create index price_pin_version on price_pin (price_version_id);
-- Seen by whoever sees the order.
alter table price_pin enable row level security;
create policy price_pin_scope on price_pin using (exists (select from request_line l where l.id = request_line_id));
