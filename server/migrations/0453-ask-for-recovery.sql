-- Whether a request asks for a disaster-recovery node (R12): nothing else is placed there.
alter table request add column at_recovery boolean not null default false;
