-- A published version may be taken back before its first day, on the word of two persons: a slip would be billed otherwise (R277).
-- It stays where it is, as withdrawn, and its dates are free for another.
alter table price_version
  add column withdraw_reason text,
  add column withdraw_asked_by text,
  add column withdraw_asked_person_id uuid,
  add column withdraw_asked_at timestamptz,
  add column withdrawn_by text,
  add column withdrawn_person_id uuid,
  add column withdrawn_at timestamptz,
  add constraint price_withdrawal_told check (
    num_nonnulls(withdraw_reason, withdraw_asked_by, withdraw_asked_person_id, withdraw_asked_at) in (0, 4)
    and (withdraw_asked_at is null or published_at is not null)),
  add constraint price_withdrawn check (
    num_nonnulls(withdrawn_by, withdrawn_person_id, withdrawn_at) in (0, 3)
    and (withdrawn_at is null or withdraw_asked_at is not null and withdrawn_person_id <> withdraw_asked_person_id)),
  -- Once its day has begun it is charged, and stays.
  add constraint price_withdrawn_before check ((withdrawn_at at time zone 'Asia/Shanghai')::date < effective_from);

create or replace function refuse_price_change() returns trigger language plpgsql as $$
declare
  withdrawal constant text[] := array['withdraw_reason', 'withdraw_asked_by', 'withdraw_asked_person_id', 'withdraw_asked_at',
    'withdrawn_by', 'withdrawn_person_id', 'withdrawn_at', 'version'];
begin
  if tg_table_name = 'price_version' then
    if old.published_at is not null and (tg_op = 'DELETE' or old.withdrawn_at is not null
      or to_jsonb(new) - withdrawal is distinct from to_jsonb(old) - withdrawal) then
      raise exception 'published prices do not change';
    end if;
  elsif exists (select from price_version v where v.published_at is not null
    and v.id = case tg_op when 'INSERT' then new.price_version_id else old.price_version_id end) then
    raise exception 'the lines of published prices do not change';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create or replace function refuse_price_overlap() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('publish prices'));
  if exists (select from price_version v where v.id <> new.id and v.published_at is not null and v.withdrawn_at is null
    and v.provider_body_id is not distinct from new.provider_body_id
    and (v.effective_from = new.effective_from
      or v.effective_from < new.effective_from and v.effective_to >= new.effective_from
      or v.effective_from > new.effective_from and new.effective_to >= v.effective_from)) then
    raise exception 'prices of one provider overlap';
  end if;
  return new;
end $$;
-- When it is published, and not when it is taken back.
drop trigger price_version_apart on price_version;
create trigger price_version_apart before insert or update of published_at on price_version
  for each row when (new.published_at is not null) execute function refuse_price_overlap();

-- Nothing is agreed at prices that were taken back, whichever of the two comes first.
create function refuse_withdrawn_price() returns trigger language plpgsql as $$
declare
  taken_back timestamptz;
begin
  select withdrawn_at into taken_back from price_version where id = new.price_version_id for key share;
  if taken_back is not null then raise exception 'these prices were withdrawn'; end if;
  return new;
end $$;
create trigger agreed_term_counts before insert or update of price_version_id on agreed_term
  for each row when (new.price_version_id is not null) execute function refuse_withdrawn_price();
create trigger agreed_term_renewed_counts before insert or update of price_version_id on agreed_term_renewed
  for each row when (new.price_version_id is not null) execute function refuse_withdrawn_price();
