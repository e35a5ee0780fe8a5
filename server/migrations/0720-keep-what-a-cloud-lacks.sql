-- Kinds of resource that the cloud's kind has not (no routers on hosts without cloud software): nothing of them is planned there.
alter table cloud add column lacks text[] not null default '{}';
