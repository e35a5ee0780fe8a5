import {
  catalogueOperations,
  REQUEST_KINDS,
  type RequestCreate,
  type RequestKind,
  requestOperations,
  requestTemplateOperations,
  resourceOperations,
  systemOperations,
} from '@yunheng/contract'
import { Button, Radio, Select } from 'antd'
import { useId, useState } from 'react'
import { useAct, useAsked } from '../../api/index.ts'
import { defaultParameters, Picker, ProblemPanel, useGoTo, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { FormPage, Panel } from '../../ui/index.ts'
import { emptyLine, firstContent } from './new-content.ts'
import './request.css'

/** What for and about what; the draft is made here and everything else is asked in it. */
export default function RequestNewPage() {
  const t = useText('request')
  const go = useGoTo()
  const id = useId()
  const [url] = useUrlState()
  const start = useStart()
  const [kind, setKind] = useState<RequestKind>(REQUEST_KINDS.find((one) => one === url.kind) ?? 'new')
  const [systemId, setSystemId] = useState(url.system ?? '')
  const [resourceIds, setResourceIds] = useState<readonly string[]>(url.resource ? [url.resource] : [])
  const [templateId, setTemplateId] = useState(url.template ?? '')
  const templates = useAsked(requestTemplateOperations.list, { query: { kind, pageSize: 100 } })
  const system = useAsked(systemOperations.get, { params: { id: systemId } }, { enabled: systemId !== '' })
  const create = useAct(requestOperations.create, {
    onDone: (made) => go(to('requestEdit', { id: made.id })),
  })
  const template = templates.data?.items.find((one) => one.id === templateId)
  const ready = system.data !== undefined && start.ready && (kind === 'new' || resourceIds.length > 0)
  const begin = () => {
    if (!system.data) return
    const lines =
      kind === 'new' ? start.lines : resourceIds.map((resourceId) => ({ ...emptyLine, resourceId }))
    const title = t('new.title-value', { system: system.data.name, kind: t(`new.kind.${kind}`) })
    const content = template ? { ...template.content, title } : firstContent(kind, system.data, title, lines)
    create.mutate({ body: { kind, systemId, ...content } satisfies RequestCreate })
  }
  const field = { invalid: false, describedBy: undefined }
  return (
    <FormPage title={t('new.title')}>
      <Panel title={t('new.kind')}>
        <div className="yh-fields">
          <Radio.Group
            aria-label={t('new.kind')}
            value={kind}
            options={REQUEST_KINDS.map((value) => ({ value, label: t(`new.kind.${value}`) }))}
            onChange={(event) => setKind(event.target.value)}
          />
          <div className="yh-field">
            <label htmlFor={`${id}-system`}>{t('new.system')}</label>
            <div className="yh-field-help">{t('new.system-help')}</div>
            <Picker
              {...field}
              id={`${id}-system`}
              label={t('new.system')}
              operation={systemOperations.list}
              input={(words) => ({ query: { pageSize: 20, ...(words ? { q: words } : {}) } })}
              option={(row) => ({ value: row.id, label: `${row.name} · ${row.body.name}` })}
              chosen={system.data && { value: system.data.id, label: system.data.name }}
              value={systemId || null}
              onChange={(value) => setSystemId((value as string | undefined) ?? '')}
            />
          </div>
          {kind !== 'new' && systemId && (
            <div className="yh-field">
              <label htmlFor={`${id}-resources`}>{t('new.resources')}</label>
              <Picker
                {...field}
                many
                id={`${id}-resources`}
                label={t('new.resources')}
                operation={resourceOperations.list}
                input={(words) => ({
                  query: { systemId, pageSize: 50, ...(words ? { search: words } : {}) },
                })}
                option={(row) => ({
                  value: row.id,
                  label: [row.name, row.sizes].filter(Boolean).join(' · '),
                })}
                value={resourceIds}
                onChange={(value) => setResourceIds((value as string[] | undefined) ?? [])}
              />
            </div>
          )}
          {(templates.data?.items.length ?? 0) > 0 && (
            <div className="yh-field">
              <label htmlFor={`${id}-template`}>{t('new.template')}</label>
              <div className="yh-field-help">{t('new.template-help')}</div>
              <Select
                id={`${id}-template`}
                aria-label={t('new.template')}
                value={templateId}
                options={[
                  { value: '', label: t('new.template-none') },
                  ...(templates.data?.items ?? []).map((one) => ({ value: one.id, label: one.name })),
                ]}
                onChange={setTemplateId}
              />
            </div>
          )}
          {create.error && <ProblemPanel error={create.error} />}
          <div>
            <Button type="primary" size="large" disabled={!ready} loading={create.isPending} onClick={begin}>
              {t('new.start')}
            </Button>
          </div>
        </div>
      </Panel>
    </FormPage>
  )
}

/** Coming from the catalogue, the chosen service is the first line. */
function useStart() {
  const [url] = useUrlState()
  const wanted = url.offering
  const offering = useAsked(
    catalogueOperations.get,
    { params: { id: wanted ?? '' } },
    { enabled: wanted !== undefined },
  )
  const plan = offering.data?.plans.find((one) => one.isRecommended) ?? offering.data?.plans[0]
  return {
    ready: wanted === undefined || !offering.isPending,
    lines: plan ? [{ ...emptyLine, planId: plan.id, parameters: defaultParameters(plan.parameters) }] : [],
  }
}
