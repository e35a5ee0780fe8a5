import type { Cloud } from '@yunheng/contract'
import { Table } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Panel, StateMark } from '../../ui/index.ts'

type Finding = Cloud['findings'][number]

/** What a probe found, in plain words. */
export function FindingsPanel({ findings }: { readonly findings: readonly Finding[] }) {
  const t = useText('cloud')
  const pick = usePick()
  return (
    <Panel title={t('findings.title')} flush={findings.length > 0}>
      {findings.length === 0 ? (
        <p className="yh-quiet">{t('findings.none')}</p>
      ) : (
        <Table
          label={t('findings.title')}
          rows={findings}
          rowKey={(row) => row.check}
          columns={[
            {
              key: 'result',
              title: t('findings.result'),
              oneLine: true,
              render: (row) => (
                <StateMark tone={row.ok ? 'good' : 'bad'}>
                  {t(row.ok ? 'findings.ok' : 'findings.bad')}
                </StateMark>
              ),
            },
            {
              key: 'check',
              title: t('findings.check'),
              oneLine: true,
              render: (row) => t(`check.${row.check}`),
            },
            { key: 'text', title: t('findings.words'), render: (row) => pick(row) },
            {
              key: 'latency',
              title: t('findings.latency'),
              number: true,
              render: (row) => row.latencyMs !== null && t('findings.ms', { ms: Math.round(row.latencyMs) }),
            },
          ]}
        />
      )}
    </Panel>
  )
}
