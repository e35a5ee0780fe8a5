-- Which paths a flow took, for the picture: [[edge id, number of steps opened so far]].
alter table flow_instance add column trail jsonb not null default '[]';
alter table flow_instance alter column trail drop default;
