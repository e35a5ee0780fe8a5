-- Nothing ever wrote or read it: the answer that is kept is the whole of what a repetition gets.
alter table idempotency_key drop column status;
