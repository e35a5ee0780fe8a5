import { type CloudInventory, inventoryOperations, type Scan } from '@yunheng/contract'
import { useState } from 'react'
import { useAct } from '../../api/index.ts'
import { ActDialog, ActionBar, type Column, ListTable, ProblemPanel } from '../../kit/index.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import {
  Facts,
  formatNumber,
  formatPercent,
  Notice,
  Panel,
  StateMark,
  Time,
  type Tone,
  Waiting,
} from '../../ui/index.ts'
import { useMovingCloudAge } from './cloud-age.tsx'
import { durationWords } from './duration-words.ts'
import { ScanStanding } from './scan-standing.tsx'

/** How well a cloud is known: its last complete scan, what went wrong, and every scan so far. */
export function ScansTab({ cloudId }: { readonly cloudId: string }) {
  const t = useText('inventory')
  const pick = usePick()
  const age = useMovingCloudAge(cloudId)
  const scan = useAct(inventoryOperations.scan)
  const [believing, setBelieving] = useState(false)
  if (age === null) return <Waiting />
  const params = { id: cloudId }
  return (
    <>
      {scan.error && <ProblemPanel error={scan.error} />}
      {age.lastProblem && (
        <Notice tone="attention" title={t('problem.last')}>
          {pick(age.lastProblem)}
        </Notice>
      )}
      <Panel
        title={t('scans.known')}
        extra={
          <ActionBar
            actions={[
              {
                key: 'scan',
                label: t('scan.do'),
                main: true,
                allowance: age.actions.scan,
                onAct: () => scan.mutate({ params }),
              },
              ...(age.actions.believeLoss.allowed
                ? [
                    {
                      key: 'believe',
                      label: t('believe.do'),
                      danger: true,
                      allowance: age.actions.believeLoss,
                      onAct: () => setBelieving(true),
                    },
                  ]
                : []),
            ]}
          />
        }
      >
        <Known age={age} />
      </Panel>
      <Panel title={t('scans.title')} flush>
        <ListTable
          operation={inventoryOperations.scans}
          params={params}
          urlName="scans"
          label={t('scans.title')}
          rowKey={(row) => row.id}
          columns={scanColumns(t, pick)}
          empty={{ title: t('scans.empty'), why: t('scans.empty-why') }}
        />
      </Panel>
      <ActDialog
        operation={inventoryOperations.believeLoss}
        open={believing}
        onClose={() => setBelieving(false)}
        params={params}
        title={t('believe.title', { name: age.cloud.name })}
        verb={t('believe.verb')}
        danger
        fields={{ reason: { label: t('field.reason'), as: 'area' } }}
      >
        <p>{t('believe.what')}</p>
      </ActDialog>
    </>
  )
}

function Known({ age }: { readonly age: CloudInventory }) {
  const t = useText('inventory')
  return (
    <Facts
      facts={[
        { label: t('known.now'), value: <ScanStanding age={age} />, wide: true },
        {
          label: t('known.since'),
          value: age.completeSince ? <Time at={age.completeSince} /> : t('scan.never'),
        },
        {
          label: t('known.last'),
          value: age.lastCompleteAt ? <Time at={age.lastCompleteAt} /> : t('scan.never'),
        },
        {
          label: t('known.lag'),
          value: age.lagSeconds === null ? t('scan.never') : durationWords(age.lagSeconds, t),
        },
        {
          label: t('known.errors'),
          value:
            age.scans === 0
              ? t('known.errors-none')
              : t('known.errors-of', {
                  failed: age.failed,
                  scans: age.scans,
                  rate: formatPercent(age.failed / age.scans),
                }),
        },
      ]}
    />
  )
}

const tones: Record<Scan['state'], Tone> = { running: 'busy', complete: 'good', failed: 'bad' }

function scanColumns(t: TextOf<'inventory'>, pick: ReturnType<typeof usePick>): readonly Column<Scan>[] {
  return [
    {
      key: 'state',
      title: t('column.state'),
      oneLine: true,
      render: (row) => <StateMark tone={tones[row.state]}>{t(`scan.${row.state}`)}</StateMark>,
    },
    {
      key: 'sort',
      title: t('column.sort'),
      oneLine: true,
      render: (row) => t(`scan.${row.sort}`),
    },
    { key: 'began', title: t('column.began'), oneLine: true, render: (row) => <Time at={row.beganAt} /> },
    {
      key: 'took',
      title: t('column.took'),
      oneLine: true,
      render: (row) =>
        row.endedAt === null
          ? '—'
          : durationWords((Date.parse(row.endedAt) - Date.parse(row.beganAt)) / 1000, t),
    },
    { key: 'seen', title: t('column.seen'), number: true, render: (row) => formatNumber(row.seen) },
    {
      key: 'found',
      title: t('column.found'),
      oneLine: true,
      render: (row) =>
        t('scan.found', {
          appeared: formatNumber(row.appeared),
          changed: formatNumber(row.changed),
          vanished: formatNumber(row.vanished),
        }),
    },
    {
      key: 'problem',
      title: t('column.problem'),
      render: (row) =>
        row.problem && (
          <>
            {pick(row.problem)}
            {row.cloudRequestId && (
              <div className="yh-quiet yh-small">{t('scan.request', { id: row.cloudRequestId })}</div>
            )}
          </>
        ),
    },
  ]
}
