import { type BudgetStanding, type Request, requestOperations } from '@yunheng/contract'
import { Input } from 'antd'
import { useId, useState } from 'react'
import { useAsked } from '../../api/index.ts'
import { ProblemPanel, SchemaFields, SimulatedTag, Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, Money, Panel, StateMark, Waiting } from '../../ui/index.ts'
import { AttachmentsPanel } from './attachments-panel.tsx'
import { BudgetChoice } from './budget-choice.tsx'
import type { useDraft } from './use-draft.ts'

type Draft = ReturnType<typeof useDraft>

export function ReasonsStep({
  request,
  draft,
  budget,
}: {
  readonly request: Request
  readonly draft: Draft
  readonly budget: BudgetStanding | null
}) {
  const t = useText('request')
  return (
    <>
      <Panel title={t('edit.step.reasons')}>
        <SchemaFields
          form={draft.form}
          fields={{
            justification: { label: t('field.justification'), help: t('field.justification-help'), rows: 5 },
            projectApprovalNo: { label: t('field.approval-no') },
          }}
        />
      </Panel>
      <BudgetChoice standing={budget} draft={draft} />
      {request.kind === 'new' && <ProvidersPanel request={request} draft={draft} />}
      <AttachmentsPanel request={request} />
    </>
  )
}

/** R7: several providers compete; whoever names one compares at least two and says why. */
function ProvidersPanel({ request, draft }: { readonly request: Request; readonly draft: Draft }) {
  const t = useText('request')
  const id = useId()
  const { content, form } = draft
  const [open, setOpen] = useState(content.preferredProviderId !== null)
  const lines = content.lines.flatMap(({ planId, quantity, parameters }) =>
    planId ? [{ planId, quantity, parameters }] : [],
  )
  const asked = useAsked(
    requestOperations.compare,
    {
      body: {
        lines,
        term: { months: content.termMonths ?? 0, days: 0 },
        networkZone: content.networkZone,
        poolClass: content.poolClass,
        atEdge: content.atEdge,
        atRecovery: content.atRecovery ?? false,
        bodyId: request.body.id,
      },
    },
    { enabled: open && lines.length > 0, keep: true },
  )
  const items = asked.data?.items ?? []
  const choose = (providerId: string | null) => {
    form.set('preferredProviderId', providerId)
    form.set(
      'comparedProviderIds',
      providerId ? items.map((one) => one.provider.id).filter((one) => one !== providerId) : [],
    )
    if (!providerId) form.set('providerReason', null)
  }
  return (
    <Panel title={t('field.provider')}>
      <div className="yh-stack">
        <p className="yh-quiet">{t('field.provider-help')}</p>
        {lines.length === 0 && <p>{t('compare.need-lines')}</p>}
        {!open && lines.length > 0 && (
          <div>
            <ActionButton label={t('compare.do')} onClick={() => setOpen(true)} />
          </div>
        )}
        {open && asked.error && <ProblemPanel error={asked.error} />}
        {open && asked.isFetching && !asked.data && <Waiting />}
        {open && asked.data && (
          <Table
            label={t('compare.title')}
            rows={items}
            rowKey={(row) => row.provider.id}
            columns={[
              {
                key: 'provider',
                title: t('compare.provider'),
                render: (row) => (
                  <>
                    {row.provider.name} <SimulatedTag when={row.isSimulated} />
                  </>
                ),
              },
              { key: 'pools', title: t('compare.pools'), number: true, render: (row) => row.pools },
              {
                key: 'fits',
                title: t('compare.fits'),
                oneLine: true,
                render: (row) => (
                  <StateMark tone={row.fits ? 'good' : 'attention'}>
                    {t(row.fits ? 'compare.fits-yes' : 'compare.fits-no')}
                  </StateMark>
                ),
              },
              {
                key: 'total',
                title: t('compare.total'),
                number: true,
                render: (row) => (
                  <>
                    <Money money={row.total} />
                    {!row.isPriceComplete && (
                      <div className="yh-small yh-quiet">{t('compare.incomplete')}</div>
                    )}
                  </>
                ),
              },
              {
                key: 'month',
                title: t('compare.month'),
                number: true,
                render: (row) => <Money money={row.perMonth} />,
              },
              {
                key: 'choose',
                title: t('compare.choose'),
                render: (row) =>
                  content.preferredProviderId === row.provider.id ? (
                    <StateMark tone="good">{t('compare.chosen')}</StateMark>
                  ) : (
                    <ActionButton
                      size="small"
                      label={t('compare.choose')}
                      aria-label={t('compare.choose-one', { name: row.provider.name })}
                      onClick={() => choose(row.provider.id)}
                    />
                  ),
              },
            ]}
          />
        )}
        {content.preferredProviderId && (
          <>
            <div className="yh-field">
              <label htmlFor={`${id}-reason`}>{t('field.provider-reason')}</label>
              <Input.TextArea
                id={`${id}-reason`}
                rows={2}
                maxLength={1000}
                value={content.providerReason ?? ''}
                onChange={(event) => form.set('providerReason', event.target.value || null)}
              />
            </div>
            <div>
              <ActionButton label={t('field.provider-any')} onClick={() => choose(null)} />
            </div>
          </>
        )}
      </div>
    </Panel>
  )
}
