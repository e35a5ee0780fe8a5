-- Who last changed a draft of prices: somebody else puts it into force.
alter table price_version add drafted_by uuid references person;
