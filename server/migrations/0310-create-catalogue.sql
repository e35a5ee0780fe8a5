-- The service catalogue: what an offering is stays, what it says comes in numbered versions (R92, R85).
create table offering (
  id uuid primary key,
  code text not null unique,
  -- Exactly one class (R90), one of six families (R82), one of five parts (R22).
  service_class text not null check (service_class in ('iaas', 'paas', 'saas')),
  family text not null check (family in ('infrastructure', 'support-software', 'application-function',
    'information-resource', 'information-security', 'operation-guarantee')),
  part text not null check (part in ('base-layer', 'platform-layer', 'application-layer', 'management-norms',
    'security-guarantee')),
  published_number int,
  draft_number int,
  withdrawn_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null
);

create table offering_version (
  id uuid primary key,
  offering_id uuid not null references offering,
  number int not null check (number > 0),
  title jsonb not null,
  summary jsonb not null,
  fulfilment jsonb not null,
  sla jsonb not null,
  compatibility jsonb,
  published_at timestamptz,
  created_at timestamptz not null,
  unique (offering_id, number)
);

create table plan (
  id uuid primary key,
  offering_version_id uuid not null references offering_version,
  position int not null,
  code text not null,
  title jsonb not null,
  is_recommended boolean not null,
  dimensions jsonb not null,
  parameters jsonb not null,
  unique (offering_version_id, code)
);

-- What was published is what was offered: neither a version nor its plans change afterwards.
create function refuse_published_change() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'offering_version' then
    if old.published_at is not null then raise exception 'a published offering version does not change'; end if;
  elsif exists (select from offering_version v where v.id = old.offering_version_id and v.published_at is not null) then
    raise exception 'the plans of a published offering version do not change';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger offering_version_fixed before update or delete on offering_version
  for each row execute function refuse_published_change();
create trigger plan_fixed before update or delete on plan for each row execute function refuse_published_change();

-- Prices are rule data: versioned, dated, with their source; a proposal of ours says so (is_product_default).
create table price_version (
  id uuid primary key,
  name text not null,
  effective_from date not null,
  source text not null,
  is_product_default boolean not null,
  provider_body_id uuid references body,
  term_factors jsonb not null,
  published_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null
);
create index price_version_in_force on price_version (provider_body_id, effective_from desc) where published_at is not null;
create index price_version_list on price_version (effective_from desc, id desc);

create table price_line (
  price_version_id uuid not null references price_version on delete cascade,
  position int not null,
  offering_code text not null,
  plan_code text,
  dimension text not null,
  per text not null check (per in ('month', 'once')),
  unit_price numeric(27, 9) not null check (unit_price >= 0),
  primary key (price_version_id, position),
  unique nulls not distinct (price_version_id, offering_code, plan_code, dimension, per)
);
