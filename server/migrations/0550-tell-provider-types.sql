-- What a service provider is (R49): a cloud operator, an information centre, or an outsourced service body.
alter table body add column provider_type text
  check (provider_type in ('cloud-operator', 'information-centre', 'outsourced-service'));
update body set provider_type = 'cloud-operator' where kind = 'provider';
alter table body add check ((kind = 'provider') = (provider_type is not null));

-- One supervision platform over all providers (R1): its own provider stands once.
create unique index body_one_platform on body (kind) where kind = 'platform-provider' and closed_at is null;
