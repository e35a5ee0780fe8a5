import { useParams } from '@tanstack/react-router'
import {
  powerScheduleOperations as operations,
  type PowerSchedule,
  type PowerVersionState,
} from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import {
  ActDialog,
  ActionBar,
  DefaultTag,
  GoTo,
  optionsOf,
  Table,
  useBlockedBecause,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import {
  ActionButton,
  formatNumber,
  formatTime,
  Money,
  ObjectPage,
  Panel,
  StateMark,
  Time,
  type Tone,
} from '../../ui/index.ts'
import { validWords } from './schedule-columns.tsx'
import { PreviewPanel } from './week-picture.tsx'
import { windowWords } from './window-words.ts'

const FOLLOW_MS = 10_000
const tones: Record<PowerSchedule['servers'][number]['standing'], Tone> = {
  'as-scheduled': 'good',
  'by-hand': 'attention',
  exempt: 'off',
  'term-over': 'off',
  'given-back': 'off',
  'under-way': 'busy',
}

/** What a schedule wants, what each of its servers does, what the next days bring and what was saved. */
export default function PowerSchedulePage() {
  const t = useText('power-schedule')
  const { id } = useParams({ strict: false }) as { id: string }
  const schedule = useLoaded(
    operations.get,
    { params: { id } },
    {
      everyMs: ({ servers }) =>
        servers.some(({ standing }) => standing === 'under-way') ? FOLLOW_MS : false,
    },
  )
  const go = useGoTo()
  const [dialog, setDialog] = useState<'stay' | 'end' | null>(null)
  const { actions, name, wants } = schedule
  return (
    <ObjectPage
      title={name}
      state={
        <StateMark tone={schedule.state === 'active' ? 'good' : 'off'}>
          {t(`state.${schedule.state}`)}
        </StateMark>
      }
      meta={
        <>
          <span>{schedule.body.name}</span>
          <GoTo to={to('system', { id: schedule.system.id })}>{schedule.system.name}</GoTo>
          <span>{windowWords(schedule.windows, t)}</span>
          <span>{t('page.off', { hours: schedule.offHoursPerWeek })}</span>
          <span>{validWords(schedule, t)}</span>
          <span>{t(`page.wants-${wants ?? 'none'}`)}</span>
          <span>{t('page.made', { name: schedule.createdBy, time: formatTime(schedule.createdAt) })}</span>
          {schedule.endedAt && (
            <span>
              {t('page.ended', { name: schedule.endedBy ?? '', time: formatTime(schedule.endedAt) })}
            </span>
          )}
          {schedule.savingNoticeId && (
            <GoTo to={to('savingNotices', { id: schedule.savingNoticeId })}>{t('look.notice')}</GoTo>
          )}
        </>
      }
      actions={
        <ActionBar
          actions={[
            {
              key: 'stay',
              label: t('action.stay'),
              main: true,
              allowance: actions.stay,
              onAct: () => setDialog('stay'),
            },
            {
              key: 'change',
              label: t('action.change'),
              main: true,
              allowance: actions.change,
              onAct: () => go(to('powerScheduleEdit', { id })),
            },
            {
              key: 'end',
              label: t('action.end'),
              danger: true,
              allowance: actions.end,
              onAct: () => setDialog('end'),
            },
          ]}
        />
      }
    >
      <Servers schedule={schedule} />
      <PreviewPanel preview={schedule.preview} />
      {schedule.stays.length > 0 && <Stays schedule={schedule} />}
      {schedule.versions.length > 1 && <Versions schedule={schedule} />}
      <Dialogs schedule={schedule} dialog={dialog} onClose={() => setDialog(null)} />
    </ObjectPage>
  )
}

function Servers({ schedule }: { readonly schedule: PowerSchedule }) {
  const t = useText('power-schedule')
  const { grace } = schedule
  return (
    <>
      <Panel title={t('servers.title')} flush>
        <Table
          label={t('servers.title')}
          rows={schedule.servers}
          rowKey={(row) => row.resource.id}
          columns={[
            {
              key: 'name',
              title: t('servers.name'),
              render: (row) => <GoTo to={to('resource', { id: row.resource.id })}>{row.resource.name}</GoTo>,
            },
            {
              key: 'power',
              title: t('servers.power'),
              oneLine: true,
              render: (row) => t(`power.${row.power}`),
            },
            {
              key: 'standing',
              title: t('servers.standing'),
              render: (row) => (
                <StateMark tone={tones[row.standing]}>
                  {row.sparedUntil
                    ? t('standing.spared', { time: formatTime(row.sparedUntil) })
                    : t(`standing.${row.standing}`)}
                </StateMark>
              ),
            },
            {
              key: 'stopped',
              title: t('servers.stopped'),
              number: true,
              render: (row) => t('unit.hours', { hours: formatNumber(row.stoppedHours, 1) }),
            },
            {
              key: 'saved',
              title: t('servers.saved'),
              number: true,
              render: (row) => (row.saved === null ? t('saving.unpriced') : <Money money={row.saved} />),
            },
          ]}
        />
      </Panel>
      <p className="yh-small yh-quiet">
        {t('servers.how', { hours: grace.hours })} <DefaultTag when={grace.isProductDefault} />
      </p>
    </>
  )
}

const versionTones: Record<PowerVersionState, Tone> = {
  'in-force': 'good',
  planned: 'busy',
  past: 'off',
  ended: 'off',
}

/** Its hours as they were made and changed. */
function Versions({ schedule }: { readonly schedule: PowerSchedule }) {
  const t = useText('power-schedule')
  return (
    <Panel title={t('versions.title')} flush>
      <Table
        compact
        label={t('versions.title')}
        rows={schedule.versions}
        rowKey={(row) => String(row.number)}
        columns={[
          {
            key: 'state',
            title: t('versions.number'),
            oneLine: true,
            render: (row) => (
              <StateMark tone={versionTones[row.state]}>
                {row.number} · {t(`version.${row.state}`)}
              </StateMark>
            ),
          },
          { key: 'windows', title: t('field.windows'), render: (row) => windowWords(row.windows, t) },
          {
            key: 'valid',
            title: t('column.valid'),
            render: (row) => validWords({ validFrom: row.from, validUntil: row.validUntil }, t),
          },
          { key: 'reason', title: t('stays.reason'), render: (row) => row.reason ?? '—' },
          {
            key: 'by',
            title: t('stays.by'),
            render: (row) => (
              <>
                {row.by} <Time at={row.at} />
              </>
            ),
          },
        ]}
      />
    </Panel>
  )
}

type Stay = PowerSchedule['stays'][number]

function Stays({ schedule }: { readonly schedule: PowerSchedule }) {
  const t = useText('power-schedule')
  const because = useBlockedBecause()
  const { id, version, actions } = schedule
  const [ending, setEnding] = useState<Stay | null>(null)
  return (
    <Panel title={t('stays.title')} flush>
      <Table
        compact
        label={t('stays.title')}
        rows={schedule.stays}
        rowKey={(row) => row.id}
        columns={[
          { key: 'who', title: t('stays.who'), render: (row) => row.resource?.name ?? t('stays.all') },
          { key: 'until', title: t('stays.until'), oneLine: true, render: (row) => <Time at={row.until} /> },
          { key: 'reason', title: t('stays.reason'), render: (row) => row.reason },
          {
            key: 'by',
            title: t('stays.by'),
            render: (row) => (
              <>
                {row.by} <Time at={row.at} />
              </>
            ),
          },
          {
            key: 'end',
            title: t('stays.end'),
            render: (row) => {
              if (row.endedAt)
                return t('stays.ended', { name: row.endedBy ?? '', time: formatTime(row.endedAt) })
              if (row.isOver) return t('stays.over')
              return (
                <ActionButton
                  size="small"
                  label={t('stays.end-now')}
                  blockedBecause={because(actions.stay)}
                  onClick={() => setEnding(row)}
                />
              )
            },
          },
        ]}
      />
      {ending && (
        <ActDialog
          open
          operation={operations.endStay}
          params={{ id }}
          fixed={{ version, stayId: ending.id }}
          also={['resource']}
          title={t('stays.end-title', {
            who: ending.resource?.name ?? t('stays.of-all'),
            time: formatTime(ending.until),
          })}
          verb={t('stays.end-now')}
          onClose={() => setEnding(null)}
        >
          <p>{t('stays.end-what')}</p>
        </ActDialog>
      )}
    </Panel>
  )
}

function Dialogs({
  schedule,
  dialog,
  onClose,
}: {
  readonly schedule: PowerSchedule
  readonly dialog: 'stay' | 'end' | null
  readonly onClose: () => void
}) {
  const t = useText('power-schedule')
  const { id, name, version } = schedule
  const shared = { params: { id }, fixed: { version }, onClose, also: ['resource'] }
  const nameOf = new Map(schedule.servers.map(({ resource }) => [resource.id, resource.name]))
  return (
    <>
      <ActDialog
        {...shared}
        operation={operations.stay}
        open={dialog === 'stay'}
        initial={{ resourceId: null }}
        title={t('stay.title', { name })}
        verb={t('action.stay')}
        fields={{
          until: { label: t('stay.until') },
          resourceId: {
            label: t('stay.server'),
            as: 'select',
            options: optionsOf([...nameOf.keys()], (value) => nameOf.get(value) ?? ''),
          },
          reason: { label: t('stay.reason') },
        }}
      >
        <p>{t('stay.what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={operations.end}
        open={dialog === 'end'}
        title={t('end.title', { name })}
        verb={t('action.end')}
        danger
      >
        <p>{t('end.what')}</p>
      </ActDialog>
    </>
  )
}
