-- What the general public budget of a government appropriates (一般公共预算, R300) is a source of its own.
alter table budget drop constraint budget_fund_source_check,
  add constraint budget_fund_source_check
    check (fund_source in ('general-public', 'maintenance', 'service-purchase', 'project', 'subsidy', 'other'));
