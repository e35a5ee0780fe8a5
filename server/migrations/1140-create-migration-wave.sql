-- R20: existing systems move in waves, each with an order, a window and a body that answers for it. A wave was only a name
-- in the ledger before; such names become waves whose window and body are still to be planned.
create table migration_wave (
  id uuid primary key,
  name text not null unique,
  position int not null check (position > 0),
  starts_on date,
  ends_on date,
  responsible_body_id uuid references body,
  note text not null,
  version int not null default 1,
  created_at timestamptz not null,
  check ((starts_on is null) = (ends_on is null) and starts_on <= ends_on)
);
create index migration_wave_order on migration_wave (position, id);

insert into migration_wave (id, name, position, note, created_at)
  select gen_random_uuid(), wave, row_number() over (order by wave), '', now()
  from (select distinct wave from system where wave is not null) known;
alter table system add column wave_id uuid references migration_wave;
update system set wave_id = migration_wave.id from migration_wave
  where migration_wave.name = system.wave and system.kind = 'stock';
alter table system drop column wave;
-- A new system is built on the cloud: no wave is for it.
alter table system add constraint system_wave_of_stock check (kind = 'stock' or wave_id is null);
create index system_wave on system (wave_id) where wave_id is not null;

-- Waves are planned over bodies, and each body chooses among them for its own systems.
alter table migration_wave enable row level security;
create policy migration_wave_read on migration_wave for select using (true);
create policy migration_wave_write on migration_wave
  using ((select scope_all()) or responsible_body_id = any ((select scope_bodies())::uuid[]));
