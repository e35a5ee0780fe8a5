import { useParams } from '@tanstack/react-router'
import { ASSESSMENT_SHEET, type Assessment, assessmentOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, DefaultTag, GoTo, StateInHead, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { Facts, Figure, formatTime, ObjectPage, Panel } from '../../ui/index.ts'

const VERBS = ['confirm', 'decline'] as const

export default function AssessmentPage() {
  const t = useText('settlement')
  const { id } = useParams({ strict: false }) as { id: string }
  const result = useLoaded(operations.get, { params: { id } })
  const [verb, setVerb] = useState<(typeof VERBS)[number] | null>(null)
  const name = `${result.provider.name} ${result.quarter}`
  return (
    <ObjectPage
      title={name}
      state={<StateInHead of="assessment" state={result.state} />}
      meta={
        <>
          <span>{t('assessments')}</span>
          <DefaultTag when />
        </>
      }
      actions={
        <ActionBar
          actions={VERBS.map((key) => ({
            key,
            label: t(`act.${key}`),
            main: key === 'confirm' && result.actions[key].allowed,
            danger: key === 'decline',
            allowance: result.actions[key],
            onAct: () => setVerb(key),
          }))}
        />
      }
    >
      <section className="yh-figures" aria-label={t('score')}>
        <Figure label={t('score')} value={result.score} note={t('score-note')} />
      </section>
      <Lines result={result} />
      <Panel title={t('overview')}>
        <Facts
          facts={[
            { label: t('evidence'), value: result.evidence, wide: true },
            {
              label: t('entered'),
              value: t('by', { at: formatTime(result.enteredAt), by: result.enteredBy }),
            },
            {
              label: t('decided'),
              value:
                result.decidedAt && t('by', { at: formatTime(result.decidedAt), by: result.decidedBy ?? '' }),
            },
            { label: t('comment'), value: result.comment, wide: true },
          ]}
        />
      </Panel>
      {verb !== null && (
        <ActDialog
          open
          operation={operations[verb]}
          params={{ id }}
          fixed={{ version: result.version }}
          title={t('act.title', { verb: t(`act.${verb}`), name })}
          verb={t(`act.${verb}`)}
          danger={verb === 'decline'}
          onClose={() => setVerb(null)}
          fields={{ comment: { label: t('comment'), as: 'area' } }}
        />
      )}
    </ObjectPage>
  )
}

function Lines({ result }: { readonly result: Assessment }) {
  const t = useText('settlement')
  const pick = usePick()
  return (
    <Panel title={t('sheet-lines')} flush>
      <Table
        label={t('sheet-lines')}
        compact
        rows={result.lines}
        rowKey={(line) => line.code}
        columns={[
          { key: 'line', title: t('sheet-line'), render: (line) => pick(ASSESSMENT_SHEET[line.code].title) },
          {
            key: 'points',
            title: t('points'),
            number: true,
            render: (line) => `${line.points} / ${ASSESSMENT_SHEET[line.code].maximum}`,
          },
          { key: 'note', title: t('why'), render: (line) => line.note },
          {
            key: 'tied',
            title: t('tied'),
            render: (line) =>
              line.tied.map((one) => (
                <div key={one.eventId}>
                  <GoTo to={to('slaEvent', { id: one.eventId })}>
                    {t('tied-line', { points: one.points })}
                  </GoTo>
                </div>
              )),
          },
        ]}
      />
    </Panel>
  )
}
