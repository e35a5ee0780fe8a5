-- A renewal keeps the prices that were agreed when it was applied for, from its first day on; until then the order's own hold (R277).
create table price_pin_renewed (
  resource_id uuid not null references resource on delete cascade,
  from_day date not null,
  until date not null check (until >= from_day),
  price_version_id uuid not null references price_version,
  -- Whole months of the term that was added: what the factor by term goes by.
  term_months int not null check (term_months >= 0),
  request_line_id uuid not null references request_line on delete cascade,
  primary key (resource_id, from_day)
);
create index price_pin_renewed_version on price_pin_renewed (price_version_id);
create index price_pin_renewed_line on price_pin_renewed (request_line_id);
-- Seen by whoever sees the renewal.
alter table price_pin_renewed enable row level security;
create policy price_pin_renewed_scope on price_pin_renewed using (exists (select from request_line l where l.id = request_line_id));
revoke update, delete on price_pin_renewed from yunheng_app;
