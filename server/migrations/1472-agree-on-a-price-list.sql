-- Terms of a contract may name the published price list that was agreed: a version, which does not change any more.
alter table contract_terms add column price_version_id uuid references price_version;
create index contract_terms_price on contract_terms (price_version_id) where price_version_id is not null;
