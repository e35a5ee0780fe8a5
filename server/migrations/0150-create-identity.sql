-- An account is how one person signs in. Person, posts and bodies belong to organisation.
create table account (
  id uuid primary key,
  person_id uuid not null unique references person,
  username text not null check (username ~ '^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$'),
  disabled_at timestamptz,
  must_change_password boolean not null,
  password_changed_at timestamptz not null,
  totp_bound_at timestamptz,
  totp_required boolean not null,
  signed_in_at timestamptz,
  signed_in_address text,
  previous_sign_in_at timestamptz,
  previous_sign_in_address text,
  last_post_id uuid,
  -- Made with the sample data: shown on the sign-in page until its password is changed.
  sample boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null
);
create unique index account_username on account (lower(username));
create index account_list on account (username, id);

-- What proves a person, apart from what is shown of an account. The TOTP secret itself lies sealed among the secrets.
create table account_credential (
  account_id uuid primary key references account,
  -- argon2id in PHC form; earlier ones may not come back.
  password_hash text not null,
  earlier_hashes text[] not null default '{}',
  -- The last time step whose code was used: a code works once.
  totp_step bigint,
  recovery_hashes text[] not null default '{}'
);

create table session (
  id uuid primary key,
  account_id uuid not null references account,
  person_id uuid not null references person,
  -- SM3 of the cookie: the table alone opens no session.
  token_hash text not null unique,
  acting_post_id uuid,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  address text,
  agent text,
  ended_at timestamptz
);
create index session_account on session (account_id, started_at desc, id desc);
create index session_over on session (ends_at);

create table api_token (
  id uuid primary key,
  account_id uuid not null references account,
  person_id uuid not null references person,
  name text not null,
  prefix text not null,
  token_hash text not null unique,
  scope text not null check (scope in ('read', 'write')),
  acting_post_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_address text,
  ended_at timestamptz
);
create index api_token_account on api_token (account_id, created_at desc, id desc);

-- Failed sign-ins by name and by address, whether the name exists or not: a lock-out tells nobody which names do.
create table sign_in_guard (
  key text primary key,
  failures int not null,
  since timestamptz not null,
  locked_until timestamptz
);

alter table account enable row level security;
alter table account_credential enable row level security;
alter table session enable row level security;
alter table api_token enable row level security;
-- Who sees the person sees that he has an account (row-level security of person applies inside).
create policy account_scope on account using ((select scope_all()) or person_id = (select scope_person())
  or exists (select from person where person.id = account.person_id));
create policy account_credential_scope on account_credential using ((select scope_all())
  or exists (select from account where account.id = account_credential.account_id));
create policy session_scope on session using ((select scope_all()) or person_id = (select scope_person())
  or exists (select from person where person.id = session.person_id));
create policy api_token_scope on api_token using ((select scope_all()) or person_id = (select scope_person())
  or exists (select from person where person.id = api_token.person_id));
