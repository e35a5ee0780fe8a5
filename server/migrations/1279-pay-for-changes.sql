-- The applicant names the budget line that is to pay, where several may (R274); what cannot pay is said by a gate.
alter table request add column budget_id uuid;
-- A change that makes something cheaper gives back part of what its order had committed: which request did.
alter table budget_commitment add column cause_request_id uuid;
create index budget_commitment_cause on budget_commitment (cause_request_id) where cause_request_id is not null;
