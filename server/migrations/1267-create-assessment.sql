-- What a provider was assessed at in a quarter: by lines, entered and confirmed by two people.
create table assessment (
  id uuid primary key,
  provider_body_id uuid not null references body,
  -- First day of the quarter.
  quarter date not null check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
  -- [{ "code": "availability", "points": "23.5", "note": "", "tied": [{ "eventId": "…", "points": "1.5" }] }]
  lines jsonb not null,
  -- Tenths of a point, all lines together.
  score_tenths int not null check (score_tenths between 0 and 1000),
  evidence text not null,
  state text not null default 'entered' check (state in ('entered', 'confirmed', 'declined')),
  entered_by uuid not null references person,
  entered_by_name text not null,
  entered_at timestamptz not null,
  decided_by uuid references person,
  decided_by_name text,
  decided_at timestamptz,
  comment text,
  version int not null default 1,
  check ((state = 'entered') = (decided_at is null))
);
create unique index assessment_once on assessment (provider_body_id, quarter) where state <> 'declined';
create index assessment_listed on assessment (quarter, id);
alter table assessment enable row level security;
create policy assessment_scope on assessment using ((select scope_all())
  or provider_body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));
revoke delete on assessment from yunheng_app;
create function refuse_change_of_decided_assessment() returns trigger language plpgsql as $$
begin
  if old.state <> 'entered' then
    raise exception 'a decided assessment does not change' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger assessment_kept before update or delete on assessment for each row
  execute function refuse_change_of_decided_assessment();
