-- A notice goes on while nothing that is known speaks against what it was sent for (R129): what nobody measures or sees is neither found
-- nor refuted. The day of the judging that could not tell; null where it could.
alter table saving_notice add column unrefuted_on date;
