-- What was published is what is charged: neither a version nor its lines change afterwards.
create function refuse_price_change() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'price_version' then
    if old.published_at is not null then raise exception 'published prices do not change'; end if;
  elsif exists (select from price_version v where v.published_at is not null
    and v.id = case tg_op when 'INSERT' then new.price_version_id else old.price_version_id end) then
    raise exception 'the lines of published prices do not change';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger price_version_fixed before update or delete on price_version
  for each row execute function refuse_price_change();
create trigger price_line_fixed before insert or update or delete on price_line
  for each row execute function refuse_price_change();

-- On no day are two versions of one provider in force; a version without a last day counts until the next one begins.
create function refuse_price_overlap() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('publish prices'));
  if exists (select from price_version v where v.id <> new.id and v.published_at is not null
    and v.provider_body_id is not distinct from new.provider_body_id
    and (v.effective_from = new.effective_from
      or v.effective_from < new.effective_from and v.effective_to >= new.effective_from
      or v.effective_from > new.effective_from and new.effective_to >= v.effective_from)) then
    raise exception 'prices of one provider overlap';
  end if;
  return new;
end $$;
create trigger price_version_apart before insert or update on price_version
  for each row when (new.published_at is not null) execute function refuse_price_overlap();
