-- Statements as providers of FOCUS 1.2 send them: amounts finer than the 分, categories of charges, lines that are for no resource, and
-- credits. Lines are kept as the file says and added up exactly; what is compared is rounded once.
alter table statement_line
  drop constraint statement_line_amount_check,
  -- 分, with as many decimals as the file has.
  alter column amount type numeric,
  -- Quantities too are as fine as the file has them.
  alter column quantity type numeric,
  alter column held type numeric,
  add column category text check (category in ('usage', 'purchase', 'tax', 'credit', 'adjustment')),
  -- ChargeClass: corrects what was invoiced before.
  add column is_correction boolean not null default false,
  -- Of FOCUS, the whole row in short: two lines alike in all that is kept here may be two.
  add column row_digest text,
  add constraint statement_line_amount_check check (scale(amount) <= 28
    and (amount >= 0 or service_month is not null or category is not null)),
  add constraint statement_line_resource_check check (resource_ref <> '' or category is not null);
-- What is compared by itself, as nothing that was measured stands beside it; null for what falls into the cells of resources.
alter table statement_line add column apart text generated always as (case
    when category in ('tax', 'credit', 'purchase') then category
    when resource_ref = '' and category = 'adjustment' then 'adjustment'
    when resource_ref = '' then 'no-resource'
    when category = 'adjustment' and service_month is null then 'adjustment' end) stored;

alter table statement
  -- 分, exactly what the lines add up to; `amount` is that, rounded.
  add column exact_amount numeric,
  -- `[{"category", "lines", "amount"}]`, the amount in 分 as text; empty where the file says no categories.
  add column categories jsonb not null default '[]';

alter table difference
  drop constraint difference_aspect_check,
  -- rounding: what single roundings make beside that of the whole · the others: what is compared by itself.
  add constraint difference_aspect_check check (aspect in ('cell', 'duplicate', 'correction', 'credit', 'tax', 'purchase',
    'adjustment', 'no-resource', 'rounding')),
  drop constraint difference_kind_check,
  add constraint difference_kind_check check (kind in ('unknown-resource', 'not-approved', 'never-approved', 'after-release',
    'not-measured', 'quantity-over', 'quantity-under', 'price-differs', 'amount-differs', 'no-price', 'not-billed', 'duplicate',
    'rounding', 'correction-differs', 'correction-missing', 'correction-unfounded', 'credit', 'tax', 'purchase', 'adjustment',
    'no-resource'));
