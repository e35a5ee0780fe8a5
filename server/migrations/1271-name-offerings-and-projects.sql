-- Names of offerings, and the project approvals that systems stand under, for those who see what is spent on them.
create view offering_directory as
  select o.code, v.title from offering o join offering_version v on v.offering_id = o.id and v.number = o.published_number;
revoke insert, update, delete on offering_directory from yunheng_app;
create view project_directory as select system_id, approval_no from project_approval;
revoke insert, update, delete on project_directory from yunheng_app;
