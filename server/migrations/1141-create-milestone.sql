-- R3: the milestone plan. Those of the documents stand for everybody and keep their dates; a level adds its own beside them.
create table milestone (
  id uuid primary key,
  -- Of a milestone of the documents: what the product calls it, so that it is put in once.
  code text unique,
  region_id uuid references region,
  title_zh text not null,
  title_en text not null,
  starts_on date,
  due_on date not null,
  source text not null,
  figure text check (figure in ('provider-platforms', 'departments-on-cloud', 'systems-migrated')),
  target int check (target > 0),
  is_product_default boolean not null,
  note text not null,
  -- The evidence: the figure as it stood, or a document.
  evidence_on date,
  evidence_value numeric,
  evidence_document text,
  evidence_document_no text,
  evidence_by text,
  evidence_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  check ((code is null) = (region_id is not null)),
  check (starts_on <= due_on),
  check ((figure is null) = (target is null)),
  -- Never green without evidence, and of the kind that belongs to it.
  check ((evidence_on is null) = (evidence_at is null) and (evidence_on is null) = (evidence_by is null)),
  check (evidence_on is null or (case when figure is null then evidence_document is not null and evidence_value is null
    else evidence_value is not null and evidence_value >= target end))
);
create index milestone_day on milestone (due_on, id);

-- A plan is no secret among those who may read it; who may write to which level is a rule of the module.
alter table milestone enable row level security;
create policy milestone_all on milestone using (true);
