-- A statement of a provider goes to the contracts by their resources (R299); only a contract that says so is settled by a part of the
-- whole, in percent. Null: by its resources.
alter table contract_terms add column settled_percent int check (settled_percent between 1 and 100);
