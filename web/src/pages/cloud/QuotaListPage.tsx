import { type Quota, quotaOperations } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, BodyPicker, FilterBar, flag, ListTable, RowAct } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, ListPage, Tag } from '../../ui/index.ts'
import { useAmountFields } from './amount-fields.ts'
import { NewQuotaDialog } from './new-quota-dialog.tsx'
import { QuotaBars } from './quota-bars.tsx'

export default function QuotaListPage() {
  const t = useText('cloud')
  const maySet = useMay('modify', 'quota')
  const [setting, setSetting] = useState<Quota | null>(null)
  const [moving, setMoving] = useState<Quota | null>(null)
  const [adding, setAdding] = useState(false)
  return (
    <ListPage
      title={t('quotas.title')}
      actions={
        maySet && <ActionButton type="primary" label={t('quota.set')} onClick={() => setAdding(true)} />
      }
      filters={<FilterBar filters={[flag('tenantRegion', t('quota.tenant-regions'))]} />}
    >
      <ListTable
        operation={quotaOperations.list}
        filters={['bodyId', 'tenantRegion']}
        label={t('quotas.title')}
        rowKey={(row) => row.body.id}
        empty={{ title: t('quotas.empty'), why: t('quotas.empty-why') }}
        columns={[
          {
            key: 'body',
            title: t('quota.body'),
            render: (row) => (
              <>
                {row.body.name}
                <div className="yh-quiet yh-small">
                  {row.region.name} {row.isTenantRegion && <Tag>{t('quota.tenant-region')}</Tag>}
                </div>
                {row.passedOnBy && (
                  <div className="yh-quiet yh-small">
                    {t('quota.passed-on', { name: row.passedOnBy.name })}
                  </div>
                )}
              </>
            ),
          },
          { key: 'room', title: t('quota.limit'), render: (row) => <QuotaBars quota={row} small /> },
          {
            key: 'actions',
            title: t('quota.set'),
            render: (row) => (
              <span className="yh-row">
                <RowAct label={t('quota.set')} allowance={row.actions.set} onAct={() => setSetting(row)} />
                <RowAct label={t('quota.move')} allowance={row.actions.move} onAct={() => setMoving(row)} />
              </span>
            ),
          },
        ]}
      />
      {setting && <SetDialog quota={setting} onClose={() => setSetting(null)} />}
      {moving && <MoveDialog quota={moving} onClose={() => setMoving(null)} />}
      {adding && <NewQuotaDialog onClose={() => setAdding(false)} />}
    </ListPage>
  )
}

interface DialogProps {
  readonly quota: Quota
  readonly onClose: () => void
}

function SetDialog({ quota, onClose }: DialogProps) {
  const t = useText('cloud')
  return (
    <ActDialog
      operation={quotaOperations.set}
      open
      onClose={onClose}
      params={{ id: quota.body.id }}
      fixed={{ version: quota.version }}
      initial={{ limit: quota.limit }}
      title={t('quota.set-title', { name: quota.body.name })}
      verb={t('quota.set')}
      fields={{
        limit: { label: t('quota.limit'), fields: useAmountFields() },
        reason: { label: t('quota.reason') },
      }}
    />
  )
}

function MoveDialog({ quota, onClose }: DialogProps) {
  const t = useText('cloud')
  return (
    <ActDialog
      operation={quotaOperations.move}
      open
      onClose={onClose}
      params={undefined}
      fixed={{ fromBodyId: quota.body.id }}
      initial={{ amounts: { vcpus: 0, memoryMiB: 0, storageGiB: 0, floatingIps: 0, cards: 0 } }}
      title={t('quota.move-title', { name: quota.body.name })}
      verb={t('quota.move')}
      fields={{
        toBodyId: { label: t('quota.to'), widget: (props) => <BodyPicker {...props} /> },
        amounts: { label: t('quota.amounts'), fields: useAmountFields() },
        reason: { label: t('quota.reason') },
      }}
    />
  )
}
