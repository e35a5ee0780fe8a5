-- R30: a city or county may publish rules of its own; null is the whole platform, whose rules every region inherits.
-- A region's version holds only the values that it sets itself.
alter table rule_set add column region_id uuid references region;
alter table rule_set drop constraint rule_set_number_key;
alter table rule_set add constraint rule_set_number unique nulls not distinct (region_id, number);
drop index rule_set_in_force;
create index rule_set_in_force on rule_set (region_id, effective_from desc, number desc) where published_at is not null;
drop index rule_set_one_draft;
create unique index rule_set_one_draft on rule_set (region_id) nulls not distinct where published_at is null;

-- What tightened the rules of a request beside the platform's version, from city to county.
alter table request add column regional_rule_set_ids uuid[] not null default '{}';
