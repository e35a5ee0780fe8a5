-- Corrections of earlier months: lines that a provider bills, or gives back, for a month before the statement's own, beside what the
-- platform's own adjustments of that month say.
alter table statement_line
  -- Null: of the statement's own month.
  add column service_month date check (extract(day from service_month) = 1),
  drop constraint statement_line_amount_check,
  -- Less than nothing is only what is given back for an earlier month.
  add constraint statement_line_amount_check check (amount >= 0 or service_month is not null);
-- Of all lines those that correct earlier months, and their 分.
alter table statement
  add column correction_count int not null default 0,
  add column correction_amount bigint not null default 0;

alter table difference
  add column service_month date check (extract(day from service_month) = 1 and service_month < month),
  drop constraint difference_aspect_check,
  add constraint difference_aspect_check check (aspect in ('cell', 'duplicate', 'correction')),
  add constraint difference_correction check (aspect <> 'correction' or service_month is not null),
  drop constraint difference_kind_check,
  add constraint difference_kind_check check (kind in ('unknown-resource', 'not-approved', 'never-approved', 'after-release',
    'not-measured', 'quantity-over', 'quantity-under', 'price-differs', 'amount-differs', 'no-price', 'not-billed', 'duplicate',
    'rounding', 'correction-differs', 'correction-missing', 'correction-unfounded')),
  drop constraint difference_about,
  add constraint difference_about unique nulls not distinct (provider_body_id, month, subject, meter, aspect, service_month);

-- What of an earlier month a statement bills for a resource, whether it differs or not: what an agreed one settled is not settled again.
create table statement_correction (
  statement_id uuid not null references statement,
  resource_id uuid not null references resource,
  service_month date not null,
  -- 分, lines that stand twice not counted.
  billed_amount bigint not null,
  primary key (statement_id, resource_id, service_month)
);
create index statement_correction_of on statement_correction (resource_id, service_month);
alter table statement_correction enable row level security;
create policy statement_correction_scope on statement_correction using ((select scope_all())
  or exists (select from statement s where s.id = statement_id));
revoke update on statement_correction from yunheng_app;
create trigger statement_correction_kept before insert or update or delete on statement_correction
  for each row execute function refuse_change_of_agreed_difference();

create index charge_adjusted on charge (bill_id) where category = 'adjustment' and disputed_no is null;
