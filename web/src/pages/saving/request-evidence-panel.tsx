import { savingOperations as operations, type SavingRequestEvidence } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { DefaultTag, GoTo, ProblemPanel, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Facts, formatMoney, formatNumber, Panel, StateMark, type Tone, Waiting } from '../../ui/index.ts'
import { evidenceWords } from './proposal-columns.tsx'

const GIB = 1024
type Growing = SavingRequestEvidence['growing'][number]
const tones: Record<Growing['verdict'], Tone> = {
  'borne-out': 'good',
  'not-borne-out': 'attention',
  unmeasured: 'unknown',
}

/** Beside a decision: whether what is to grow is used so far, and what the body has not done yet (R128). */
export function SavingEvidencePanel({ requestId }: { readonly requestId: string }) {
  const t = useText('saving')
  const asked = useAsked(operations.ofRequest, { params: { id: requestId } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const { growing, open, notices, windowDays, isProductDefault } = asked.data
  return (
    <Panel title={t('request.title')}>
      <div className="yh-stack">
        {growing.length > 0 && (
          <>
            <p className="yh-quiet">
              {t('request.how', { days: windowDays })} <DefaultTag when={isProductDefault} />
            </p>
            <GrowingTable growing={growing} />
          </>
        )}
        <Facts
          facts={[
            {
              label: t('request.open'),
              value:
                open.count === 0
                  ? t('figure.none')
                  : t('request.open-value', { count: open.count, money: formatMoney(open.saving) }),
            },
            {
              label: t('request.notices'),
              value:
                notices.length === 0
                  ? t('figure.none')
                  : notices
                      .map(({ state, count }) => `${t(`notice.state.${state}`)} ${count}`)
                      .join(t('request.and')),
            },
          ]}
        />
      </div>
    </Panel>
  )
}

function GrowingTable({ growing }: { readonly growing: readonly Growing[] }) {
  const t = useText('saving')
  const words = (size: Growing['size']) =>
    t('size', { vcpus: size.vcpus, memory: formatNumber(size.memoryMiB / GIB, 1) })
  return (
    <Table
      compact
      label={t('request.growing')}
      rows={growing}
      rowKey={(row) => row.resource.id}
      columns={[
        {
          key: 'verdict',
          title: t('request.verdict'),
          render: (row) => <StateMark tone={tones[row.verdict]}>{t(`request.${row.verdict}`)}</StateMark>,
        },
        {
          key: 'resource',
          title: t('column.resource'),
          render: (row) => (
            <GoTo to={to('resource', { id: row.resource.id }, { tab: 'measures' })}>{row.resource.name}</GoTo>
          ),
        },
        {
          key: 'size',
          title: t('request.size'),
          render: (row) => `${words(row.size)} → ${words(row.wanted)}`,
        },
        { key: 'figures', title: t('column.evidence'), render: (row) => <Figures row={row} t={t} /> },
      ]}
    />
  )
}

function Figures({ row, t }: { readonly row: Growing; readonly t: TextOf<'saving'> }) {
  const percent = (value: number | null) =>
    value === null ? t('figure.unmeasured') : `${formatNumber(value, 1)}${t('unit.percent')}`
  return (
    <>
      <div>{`${t('months.cpu')} ${percent(row.cpuMean)}`}</div>
      <div>{`${t('months.memory')} ${percent(row.memoryMean)}`}</div>
      {row.evidence.map((one) => (
        <div key={one.figure} className="yh-small">
          {evidenceWords(one, t)}
        </div>
      ))}
    </>
  )
}
