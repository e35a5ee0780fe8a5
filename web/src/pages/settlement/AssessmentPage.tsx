import { useParams } from '@tanstack/react-router'
import { ASSESSMENT_SHEET, type Assessment, assessmentOperations as operations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { DefaultTag, GoTo, StateInHead, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { Facts, Figure, ObjectPage, Panel } from '../../ui/index.ts'
import { Decision, decisionFacts } from './decision.tsx'

export default function AssessmentPage() {
  const t = useText('settlement')
  const { id } = useParams({ strict: false }) as { id: string }
  const result = useLoaded(operations.get, { params: { id } })
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
      actions={<Decision operations={operations} entered={result} name={name} />}
    >
      <section className="yh-figures" aria-label={t('score')}>
        <Figure label={t('score')} value={result.score} note={t('score-note')} />
      </section>
      <Lines result={result} />
      <Panel title={t('overview')}>
        <Facts
          facts={[{ label: t('evidence'), value: result.evidence, wide: true }, ...decisionFacts(result, t)]}
        />
      </Panel>
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
