-- Acts of one statement may fall into one microsecond. They were told apart by where their rows lay, and a row may take the
-- place of one sealed before: the chain could turn two of them round (R8, R56). The number says in which order they came.
alter table audit_pending add column arrival bigint not null generated always as identity;
