-- Whole lists, and charges in FOCUS 1.2, as Parquet too.
alter table export
  drop constraint export_format_check,
  add constraint export_format_check check (format in ('xlsx', 'csv', 'parquet'));
