-- A server and the volume that it starts from name each other: whichever is written first names what comes a moment later.
alter table resource_link
  alter constraint resource_link_stands_on_id_fkey deferrable initially deferred;
