-- R73: who answers for a service that is offered. It comes with the content, version by version. Null: nobody said.
alter table offering_version add column owner text check (owner in ('provider', 'operations', 'regulator'));
