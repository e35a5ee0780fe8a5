-- Certificates that people sign in with (R57). What is matched: this very certificate, or any of the same subject and issuer.
create table account_certificate (
  id uuid primary key,
  account_id uuid not null references account,
  match text not null check (match in ('fingerprint', 'subject')),
  -- SHA-256 of the certificate that was shown when it was bound.
  fingerprint text not null,
  -- SM3 of the issuer's and the subject's names as they are encoded.
  name_digest text not null,
  subject text not null,
  issuer text not null,
  serial text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  bound_by uuid references person,
  bound_by_name text not null,
  bound_at timestamptz not null,
  used_at timestamptz,
  ended_at timestamptz
);
create index account_certificate_account on account_certificate (account_id);
-- A certificate is one person's.
create unique index account_certificate_fingerprint on account_certificate (fingerprint) where ended_at is null;
create unique index account_certificate_name on account_certificate (name_digest)
  where ended_at is null and match = 'subject';

alter table account_certificate enable row level security;
create policy account_certificate_scope on account_certificate using ((select scope_all())
  or exists (select from account where account.id = account_certificate.account_id));

-- By which certificate a session was opened; it ends with the binding.
alter table session add column certificate_id uuid references account_certificate;
