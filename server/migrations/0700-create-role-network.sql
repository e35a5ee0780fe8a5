-- From where each role may act (R57): no row, or no ranges, means from anywhere. Ranges as they are shown, in canonical form.
create table role_network (
  role text primary key,
  ranges text[] not null check (cardinality(ranges) <= 100),
  reason text not null check (length(reason) <= 200),
  changed_by uuid references person,
  changed_by_name text not null,
  changed_at timestamptz not null,
  version int not null default 1
);
