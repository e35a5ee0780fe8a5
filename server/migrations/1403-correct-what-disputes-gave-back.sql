-- What of a correction a dispute gave back on the platform's bills: it is settled once, whichever statement gives it back.
alter table statement_correction add column disputed_amount bigint not null default 0;
