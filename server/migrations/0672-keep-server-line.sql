-- A volume of a request may be attached to a server that the same request brings: the number of that server's line.
alter table request_line add column server_line integer check (server_line between 1 and 100 and server_line <> number);
