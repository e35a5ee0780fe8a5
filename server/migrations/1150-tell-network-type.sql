-- R37: which network a cloud stands in. 政务内网 is never connected, so no row here can say it: it is counted (1151).
alter table cloud add column network_type text not null default 'government-extranet'
  check (network_type in ('government-extranet', 'internet'));
