import { type Calendar, calendarOperations } from '@yunheng/contract'
import { Select } from 'antd'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { DefaultTag, Table, thisYear, useBlockedBecause, useUrlState } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import {
  ActionButton,
  EmptyState,
  Facts,
  ListPage,
  Notice,
  ObjectPage,
  Panel,
  Timeline,
} from '../../ui/index.ts'
import { CalendarHoursDialog } from './calendar-hours-dialog.tsx'
import { CalendarImportDialog } from './calendar-import-dialog.tsx'
import { ExplainPanel } from './explain-panel.tsx'
import { YearGrid } from './year-grid.tsx'

export default function CalendarPage() {
  const t = useText('workflow')
  const { items } = useLoaded(calendarOperations.calendarList, {})
  const first = items[0]
  if (!first)
    return (
      <ListPage title={t('calendar.title')}>
        <EmptyState title={t('calendar.empty')} why={t('calendar.empty-why')} />
      </ListPage>
    )
  return <OneCalendar id={first.id} missingYear={first.missingYear} />
}

function OneCalendar({ id, missingYear }: { readonly id: string; readonly missingYear: number | null }) {
  const t = useText('workflow')
  const pick = usePick()
  const calendar = useLoaded(calendarOperations.calendarGet, { params: { id } })
  const [url, change] = useUrlState()
  const because = useBlockedBecause()
  const [importing, setImporting] = useState(false)
  const [hours, setHours] = useState(false)
  const years = calendar.years.toSorted((one, other) => one.year - other.year)
  const chosen = url.year ?? String(thisYear())
  const year = years.find((one) => String(one.year) === chosen) ?? years.at(-1)
  return (
    <ObjectPage
      title={pick(calendar.name)}
      state={<DefaultTag when={calendar.isProductDefault} />}
      meta={year && <span>{t('calendar.source', { source: year.source })}</span>}
      actions={
        <>
          <Select
            aria-label={t('calendar.year')}
            value={year ? String(year.year) : null}
            options={years.map((one) => ({
              value: String(one.year),
              label: t('calendar.year-value', { year: one.year }),
            }))}
            onChange={(value) => change({ year: value ?? undefined })}
          />
          <ActionButton
            label={t('calendar.hours-edit')}
            blockedBecause={because(calendar.actions.modify)}
            onClick={() => setHours(true)}
          />
          <ActionButton
            label={t('calendar.import')}
            blockedBecause={because(calendar.actions.modify)}
            onClick={() => setImporting(true)}
          />
        </>
      }
      notice={
        missingYear !== null && (
          <Notice tone="attention">{t('calendar.missing', { year: missingYear })}</Notice>
        )
      }
    >
      {year && (
        <Panel title={t('calendar.year-value', { year: year.year })} extra={<Legend />}>
          <YearGrid year={year} weekdays={calendar.weekdays} />
        </Panel>
      )}
      <Hours calendar={calendar} />
      {year && <Days days={year.days} />}
      <ExplainPanel calendarId={id} />
      <Panel title={t('calendar.history')}>
        <Timeline
          label={t('calendar.history')}
          entries={calendar.history.map((entry) => ({
            id: String(entry.version),
            tone: 'off',
            title: [t('version.number', { number: entry.version }), entry.createdBy]
              .filter(Boolean)
              .join(' · '),
            at: entry.createdAt,
            body: entry.note,
          }))}
        />
      </Panel>
      {hours && <CalendarHoursDialog calendar={calendar} onClose={() => setHours(false)} />}
      {importing && <CalendarImportDialog calendar={calendar} onClose={() => setImporting(false)} />}
    </ObjectPage>
  )
}

function Legend() {
  const t = useText('workflow')
  return (
    <span className="yh-legend">
      <span>{t('calendar.workday')}</span>
      <span className="yh-day-weekend">{t('calendar.weekend')}</span>
      <span className="yh-day-holiday">{t('calendar.holiday')}</span>
      <span className="yh-day-makeup">{t('calendar.makeup')}</span>
    </span>
  )
}

function Hours({ calendar }: { readonly calendar: Calendar }) {
  const t = useText('workflow')
  return (
    <Panel title={t('calendar.hours')}>
      <Facts
        facts={[
          {
            label: t('calendar.weekdays'),
            value: calendar.weekdays
              .map((day) => t(`weekday.${String(day) as '1' | '2' | '3' | '4' | '5' | '6' | '7'}`))
              .join(' '),
          },
          {
            label: t('calendar.hours'),
            value: calendar.hours.map(({ from, to }) => `${from}–${to}`).join('  '),
          },
          { label: t('calendar.hours-source'), value: calendar.hoursSource },
        ]}
      />
    </Panel>
  )
}

function Days({ days }: { readonly days: Calendar['years'][number]['days'] }) {
  const t = useText('workflow')
  return (
    <Panel title={t('calendar.days')} flush>
      <Table
        label={t('calendar.days')}
        compact
        rows={days}
        rowKey={(day) => day.day}
        columns={[
          { key: 'day', title: t('calendar.day'), oneLine: true, render: (day) => day.day },
          { key: 'kind', title: t('calendar.kind'), render: (day) => t(`calendar.kind.${day.kind}`) },
          { key: 'name', title: t('calendar.name'), render: (day) => day.name },
        ]}
      />
    </Panel>
  )
}
