-- R64: accounts of a VPN that was ordered, each with its owner and its end. No password ever stands here.
create table vpn_account (
  id uuid primary key,
  resource_id uuid not null references resource,
  system_id uuid not null,
  body_id uuid not null,
  provider_body_id uuid not null,
  account text not null,
  owner text not null,
  opened_on date not null,
  -- The last day of use.
  expires_on date not null,
  opened_by text not null,
  -- The nearest reminder that was given, in days before the end; -1 once the end itself was said.
  reminded_days int,
  revoked_at timestamptz,
  revoke_reason text,
  version int not null default 1,
  created_at timestamptz not null,
  check ((revoked_at is null) = (revoke_reason is null))
);
-- One account of a name at each provider, as long as it is in use.
create unique index vpn_account_name on vpn_account (provider_body_id, lower(account)) where revoked_at is null;
create index vpn_account_resource on vpn_account (resource_id, id);
create index vpn_account_body on vpn_account (body_id, id);
create index vpn_account_end on vpn_account (expires_on, id) where revoked_at is null;

alter table vpn_account enable row level security;
create policy vpn_account_scope on vpn_account using ((select scope_all())
  or body_id = any ((select scope_bodies())::uuid[]) or provider_body_id = (select scope_provider()));

-- Services in use that are delivered by people, under the caller's own sight: what they cover is read off what was
-- delivered last, and off what was asked for as long as nothing was.
create view service_in_use with (security_invoker = true) as
  select id, name, system_id, body_id, provider_body_id, plan ->> 'offeringCode' as offering_code,
    coalesce(observed_spec -> 'parameters', spec -> 'parameters') as parameters,
    provisioned_at is not null as is_delivered
  from resource where kind = 'service' and presence = 'present' and released_at is null;
-- Hosts that are there and are meant to stay: what a service by host can protect (R67).
create view host_in_use with (security_invoker = true) as
  select id, name, system_id, body_id, cloud_id, created_at
  from resource where kind = 'server' and presence = 'present' and released_at is null and provisioned_at is not null;
-- Systems with pages for a browser that run on hosts: each wants a Web protection gateway (R65).
create view web_system_in_use with (security_invoker = true) as
  select s.id, s.name, s.body_id, s.protection_level from system s
  where s.has_web and s.retired_at is null and exists (select from host_in_use h where h.system_id = s.id);
revoke insert, update, delete on service_in_use, host_in_use, web_system_in_use from yunheng_app;
