-- What else a thing stands on in its cloud: a load balancer on its subnet and its servers, a server on the volume it starts from.
create or replace function adoption_needs(project_ref text, spec jsonb) returns table (kind text, ref text)
  language sql immutable set search_path = pg_catalog, public
  as $$
    select 'project', project_ref where project_ref is not null
    union all select 'network', spec->>'networkRef' where spec->>'networkRef' is not null
    union all select 'server', spec->>'serverRef' where spec->>'serverRef' is not null
    union all select 'volume', spec->>'volumeRef' where spec->>'volumeRef' is not null
    union all select 'volume', spec->>'rootVolumeRef' where spec->>'rootVolumeRef' is not null
    union all select 'subnet', spec->>'subnetRef' where spec->>'subnetRef' is not null
    union all select 'subnet', s.ref from jsonb_array_elements_text(
      case jsonb_typeof(spec->'subnetRefs') when 'array' then spec->'subnetRefs' else '[]' end) s(ref)
    union all select 'security-group', g.ref from jsonb_array_elements_text(
      case jsonb_typeof(spec->'securityGroupRefs') when 'array' then spec->'securityGroupRefs' else '[]' end) g(ref)
    union all select distinct 'server', m.member->>'serverRef'
      from jsonb_array_elements(case jsonb_typeof(spec->'listeners') when 'array' then spec->'listeners' else '[]' end) l(one)
      cross join lateral jsonb_array_elements(
        case jsonb_typeof(l.one->'members') when 'array' then l.one->'members' else '[]' end) m(member)
      where m.member->>'serverRef' is not null
  $$;
