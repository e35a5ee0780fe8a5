import { type PriceVersion, priceOperations } from '@yunheng/contract'
import { Modal } from 'antd'
import { useState } from 'react'
import {
  ActDialog,
  DefaultTag,
  FilterBar,
  ListTable,
  Table,
  useBlockedBecause,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useSide } from '../../shell/persona.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, ListPage, StateMark } from '../../ui/index.ts'
import { PriceDifference } from './price-difference.tsx'

export default function PriceListPage() {
  const t = useText('catalogue')
  const because = useBlockedBecause()
  const [publishing, setPublishing] = useState<PriceVersion | null>(null)
  const [removing, setRemoving] = useState<PriceVersion | null>(null)
  const go = useGoTo()
  const keeper = useSide() === 'supervision'
  const [opened, setOpened] = useState<PriceVersion | null>(null)
  const states = (['draft', 'published'] as const).map((value) => ({
    value,
    label: t(`price.state.${value}`),
  }))
  return (
    <ListPage
      title={t('price.title')}
      actions={
        keeper && <ActionButton type="primary" label={t('price.new')} onClick={() => go(to('priceNew'))} />
      }
      filters={
        <FilterBar filters={[{ kind: 'choice', key: 'state', label: t('price.state'), options: states }]} />
      }
    >
      <ListTable
        operation={priceOperations.list}
        filters={['state']}
        label={t('price.title')}
        rowKey={(row) => row.id}
        empty={{ title: t('price.empty'), why: t('price.empty-why') }}
        columns={[
          {
            key: 'state',
            title: t('price.state'),
            render: (row) => (
              <StateMark tone={row.state === 'published' ? 'good' : 'off'}>
                {t(`price.state.${row.state}`)}
              </StateMark>
            ),
          },
          { key: 'name', title: t('price.name'), render: (row) => row.name },
          { key: 'from', title: t('price.from'), oneLine: true, render: (row) => row.effectiveFrom },
          {
            key: 'source',
            title: t('price.source'),
            render: (row) => (
              <>
                {row.source} <DefaultTag when={row.isProductDefault} />
              </>
            ),
          },
          { key: 'lines', title: t('price.lines'), number: true, render: (row) => row.lines.length },
          {
            key: 'actions',
            title: t('price.open'),
            render: (row) => (
              <span className="yh-row">
                <ActionButton size="small" label={t('price.open')} onClick={() => setOpened(row)} />
                {row.state === 'draft' && (
                  <>
                    <ActionButton
                      size="small"
                      label={t('price.edit')}
                      blockedBecause={because(row.actions.modify)}
                      onClick={() => go(to('priceEdit', { id: row.id }))}
                    />
                    <ActionButton
                      size="small"
                      label={t('price.publish')}
                      blockedBecause={because(row.actions.publish)}
                      onClick={() => setPublishing(row)}
                    />
                    <ActionButton
                      size="small"
                      danger
                      label={t('price.remove')}
                      blockedBecause={because(row.actions.remove)}
                      onClick={() => setRemoving(row)}
                    />
                  </>
                )}
              </span>
            ),
          },
        ]}
      />
      <ActDialog
        operation={priceOperations.remove}
        open={removing !== null}
        onClose={() => setRemoving(null)}
        params={{ id: removing?.id ?? '' }}
        title={t('price.remove-title', { name: removing?.name ?? '' })}
        verb={t('price.remove')}
        danger
      >
        <p>{t('price.remove-what')}</p>
      </ActDialog>
      <PriceLines version={opened} onClose={() => setOpened(null)} />
      <ActDialog
        operation={priceOperations.publish}
        open={publishing !== null}
        onClose={() => setPublishing(null)}
        params={{ id: publishing?.id ?? '' }}
        fixed={{ version: publishing?.version ?? 1 }}
        title={t('price.publish-title', { name: publishing?.name ?? '' })}
        verb={t('price.publish')}
        also={['offering']}
      >
        <p>{t('price.publish-what', { day: publishing?.effectiveFrom ?? '' })}</p>
        {publishing && <PriceDifference priceId={publishing.id} />}
      </ActDialog>
    </ListPage>
  )
}

function PriceLines({
  version,
  onClose,
}: {
  readonly version: PriceVersion | null
  readonly onClose: () => void
}) {
  const t = useText('catalogue')
  const terms = useText('terms')
  const ui = useText('ui')
  return (
    <Modal
      open={version !== null}
      title={version?.name}
      footer={null}
      width={820}
      closable={{ 'aria-label': ui('dialog.close') }}
      onCancel={onClose}
    >
      <Table
        label={t('price.open')}
        compact
        rows={version?.lines ?? []}
        rowKey={(line) => `${line.offeringCode}${line.planCode ?? ''}${line.dimension}${line.per}`}
        columns={[
          {
            key: 'offering',
            title: t('price.offering'),
            render: (line) => <span className="yh-mono">{line.offeringCode}</span>,
          },
          {
            key: 'plan',
            title: t('price.plan'),
            render: (line) =>
              line.planCode ? <span className="yh-mono">{line.planCode}</span> : t('price.all-plans'),
          },
          {
            key: 'dimension',
            title: t('price.dimension'),
            render: (line) => terms(`dimension.${line.dimension}`),
          },
          { key: 'per', title: t('price.per'), render: (line) => t(`price.per.${line.per}`) },
          { key: 'unit', title: t('price.unit'), number: true, render: (line) => line.unitPrice },
        ]}
      />
    </Modal>
  )
}
