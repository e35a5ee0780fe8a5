import {
  ASSESSMENT_LINES,
  ASSESSMENT_SHEET,
  ASSESSMENT_STATES,
  type Assessment,
  assessmentOperations as operations,
  slaEventOperations,
} from '@yunheng/contract'
import { useState } from 'react'
import {
  ActDialog,
  type Column,
  choice,
  GoTo,
  optionsOf,
  Picker,
  ProviderPicker,
  pastQuarters,
  RegisterPage,
  State,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'

const names = ['quarter', 'state', 'providerBodyId'] as const

/** Results of providers by quarter; confirmed ones give the factor of settlements. */
export default function AssessmentListPage() {
  const t = useText('settlement')
  const terms = useText('terms')
  const [adding, setAdding] = useState(false)
  const mayEnter = useMay('create', 'assessment')
  return (
    <RegisterPage
      title={t('assessments')}
      meta={<span>{t('assessments-how')}</span>}
      list={operations.list}
      names={names}
      filters={[
        choice('quarter', t('quarter'), pastQuarters(), (quarter) => quarter),
        choice('state', t('state'), ASSESSMENT_STATES, (value) => terms(`assessment.${value}`)),
      ]}
      columns={columns(t)}
      empty={{ title: t('assessments-empty'), why: t('assessments-empty-why') }}
      add={mayEnter && { label: t('assessment-new'), onClick: () => setAdding(true) }}
    >
      {adding && <EnterDialog onClose={() => setAdding(false)} />}
    </RegisterPage>
  )
}

function columns(t: TextOf<'settlement'>): readonly Column<Assessment>[] {
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="assessment" state={row.state} />,
    },
    {
      key: 'provider',
      title: t('provider'),
      render: (row) => <GoTo to={to('assessment', { id: row.id })}>{row.provider.name}</GoTo>,
    },
    { key: 'quarter', title: t('quarter'), oneLine: true, render: (row) => row.quarter },
    { key: 'score', title: t('score'), number: true, render: (row) => row.score },
    { key: 'by', title: t('entered-by'), wideOnly: true, render: (row) => row.enteredBy },
  ]
}

function EnterDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('settlement')
  const pick = usePick()
  const go = useGoTo()
  return (
    <ActDialog
      open
      operation={operations.create}
      params={undefined}
      title={t('assessment-new')}
      verb={t('assessment-new')}
      width={760}
      onClose={onClose}
      onDone={(made) => go(to('assessment', { id: made.id }))}
      initial={{
        lines: ASSESSMENT_LINES.map((code) => ({
          code,
          points: String(ASSESSMENT_SHEET[code].maximum),
          note: '',
          tied: [],
        })),
      }}
      fields={{
        providerBodyId: { label: t('provider'), widget: (props) => <ProviderPicker {...props} /> },
        quarter: {
          label: t('quarter'),
          as: 'select',
          options: optionsOf(pastQuarters(), (quarter) => quarter),
        },
        lines: {
          label: t('sheet-lines'),
          fields: {
            code: {
              label: t('sheet-line'),
              as: 'select',
              options: optionsOf(
                ASSESSMENT_LINES,
                (code) => `${pick(ASSESSMENT_SHEET[code].title)} / ${ASSESSMENT_SHEET[code].maximum}`,
              ),
            },
            points: { label: t('points') },
            note: { label: t('why') },
            tied: {
              label: t('tied'),
              fields: {
                eventId: {
                  label: t('tied-event'),
                  widget: (props) => (
                    <Picker
                      {...props}
                      filterHere
                      operation={slaEventOperations.list}
                      input={() => ({ query: { state: 'confirmed' as const, pageSize: 200 } })}
                      option={(row) => ({ value: row.id, label: `${row.no} ${row.provider.name}` })}
                    />
                  ),
                },
                points: { label: t('tied-points') },
              },
            },
          },
        },
        evidence: { label: t('evidence'), as: 'area' },
      }}
    >
      <p>{t('assessment-what')}</p>
    </ActDialog>
  )
}
