import type { DueExplanation } from '@yunheng/contract'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatNumber, Notice, Time } from '../../ui/index.ts'

/** "Why is it due then?": the intervals that counted and those that did not. */
export function ClockDialog({ clock }: { readonly clock: DueExplanation }) {
  const t = useText('task')
  const ui = useText('ui')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        {t('task.clock-why')}
      </Button>
      <Modal
        open={open}
        title={t('clock.title')}
        footer={null}
        width={720}
        closable={{ 'aria-label': ui('dialog.close') }}
        onCancel={() => setOpen(false)}
      >
        {clock.missingYear !== null && (
          <Notice tone="attention">{t('clock.missing-year', { year: clock.missingYear })}</Notice>
        )}
        <Table
          label={t('clock.title')}
          compact
          rows={clock.intervals}
          rowKey={(row) => row.from}
          columns={[
            { key: 'from', title: t('clock.from'), oneLine: true, render: (row) => <Time at={row.from} /> },
            { key: 'to', title: t('clock.to'), oneLine: true, render: (row) => <Time at={row.to} /> },
            {
              key: 'kind',
              title: t('clock.kind'),
              render: (row) => [t(`clock.kind.${row.kind}`), row.name].filter(Boolean).join(' · '),
            },
            {
              key: 'minutes',
              title: t('clock.minutes'),
              number: true,
              render: (row) => formatNumber(row.minutes),
            },
          ]}
        />
      </Modal>
    </>
  )
}
