-- For whose resources a statement bills, noted when it is compared (R299): what settles it does not read its 300,000 lines again. Lines
-- that name no resource of the platform are nobody's and not among them; what was taken off since is not yet. An agreed one stands.
create table statement_part (
  statement_id uuid not null references statement,
  body_id uuid not null,
  -- 分, exact to nine digits.
  amount numeric not null,
  primary key (statement_id, body_id)
);
alter table statement_part enable row level security;
create policy statement_part_scope on statement_part using ((select scope_all())
  or exists (select from statement s where s.id = statement_id));
revoke update on statement_part from yunheng_app;
create trigger statement_part_kept before insert or update or delete on statement_part
  for each row execute function refuse_change_of_agreed_difference();
