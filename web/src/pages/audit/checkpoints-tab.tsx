import { auditOperations } from '@yunheng/contract'
import { useAct } from '../../api/index.ts'
import { ExportButton, ListTable, ProblemPanel } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, Copyable, Panel, shortId, Time } from '../../ui/index.ts'

export function CheckpointsTab() {
  const t = useText('audit')
  const sign = useAct(auditOperations.createCheckpoint)
  return (
    <Panel
      title={t('checkpoint.title')}
      flush
      extra={
        <>
          <ActionButton
            label={t('checkpoint.sign')}
            loading={sign.isPending}
            onClick={() => sign.mutate({})}
          />
          <ExportButton
            operation={auditOperations.exportCheckpoints}
            input={{}}
            label={t('checkpoint.export')}
          />
        </>
      }
    >
      <p className="yh-quiet yh-panel-body">{t('checkpoint.why')}</p>
      {sign.error && <ProblemPanel error={sign.error} />}
      <ListTable
        operation={auditOperations.listCheckpoints}
        label={t('checkpoint.title')}
        rowKey={(row) => row.signature}
        empty={{ title: t('checkpoint.empty'), why: t('checkpoint.empty-why') }}
        columns={[
          { key: 'seq', title: t('checkpoint.seq'), number: true, render: (row) => row.seq },
          {
            key: 'at',
            title: t('checkpoint.at'),
            oneLine: true,
            render: (row) => <Time at={row.at} as="second" />,
          },
          {
            key: 'key',
            title: t('checkpoint.key'),
            render: (row) => <span className="yh-mono">{row.keyId}</span>,
          },
          {
            key: 'hash',
            title: t('checkpoint.hash'),
            render: (row) => (
              <Copyable value={row.hash} shown={shortId(row.hash)} what={t('checkpoint.hash')} />
            ),
          },
        ]}
      />
    </Panel>
  )
}
