-- R44: the body that answers for the security of a region's cloud (安全责任主体); a platform incident goes to it by default.
alter table body add column is_security_lead boolean not null default false;
alter table body add check (not is_security_lead or kind in ('provider', 'platform-provider'));
create unique index body_one_security_lead on body (region_id) where is_security_lead and closed_at is null;
