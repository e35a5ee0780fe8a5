-- A thing stands on a handful of others. Taken for a thousand, the planner read all that nobody manages of the cloud anew for
-- each thing on a list: 200 among 20,000 took 24 s.
alter function adoption_needs(text, jsonb) rows 4;
