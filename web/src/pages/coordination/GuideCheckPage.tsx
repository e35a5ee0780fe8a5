import { useParams } from '@tanstack/react-router'
import { type GuideCheck, guideCheckOperations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import {
  ActDialog,
  ActionBar,
  DefaultTag,
  GoTo,
  type ObjectAction,
  StateInHead,
  subjectPlace,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { Facts, ObjectPage, Panel, StateBadge, Time, Timeline } from '../../ui/index.ts'
import { AnswerDialog } from './answer-dialog.tsx'
import { FindingsPanel } from './findings-panel.tsx'
import { Due } from './GuideCheckListPage.tsx'

type Verb = 'send' | 'answer' | 'return' | 'close' | 'cancel'
const verbs: readonly Verb[] = ['answer', 'send', 'close', 'return', 'cancel']

export default function GuideCheckPage() {
  const t = useText('coordination')
  const terms = useText('terms')
  const pick = usePick()
  const { id } = useParams({ strict: false }) as { id: string }
  const check = useLoaded(guideCheckOperations.get, { params: { id } })
  const [verb, setVerb] = useState<Verb | null>(null)
  const actions = verbs.map(
    (one): ObjectAction => ({
      key: one,
      label: t(`check.${one}`),
      allowance: check.actions[one],
      main: check.actions[one].allowed && one !== 'cancel' && one !== 'return',
      danger: one === 'cancel',
      onAct: () => setVerb(one),
    }),
  )
  const { meets, fails, open } = check.counts
  const place = subjectPlace(check.subject)
  return (
    <ObjectPage
      title={check.subject.name}
      state={
        <>
          <StateInHead of="guide-check" state={check.state} />
          {check.overdue && <StateBadge tone="bad">{t('overdue')}</StateBadge>}
        </>
      }
      meta={
        <>
          <span>{check.no}</span>
          <span>{check.guide.name}</span>
          <span>{t('check.counts', { meets, fails, open })}</span>
        </>
      }
      actions={<ActionBar actions={actions} />}
    >
      <Panel title={t('check.facts')}>
        <Facts
          facts={[
            {
              label: terms(`check-subject.${check.subject.noun}`),
              value: place ? <GoTo to={place}>{check.subject.name}</GoTo> : check.subject.name,
            },
            { label: t('check.body'), value: check.body.name },
            { label: t('field'), value: terms(`guide-field.${check.field}`) },
            {
              label: t('list.title-one'),
              value: (
                <>
                  <GoTo to={to('checkList', { id: check.checkList.id })}>
                    {pick(check.checkList.title)} {t('list.number', { number: check.checkList.number })}
                  </GoTo>{' '}
                  <DefaultTag when={check.checkList.isProductDefault} />
                </>
              ),
            },
            { label: t('check.opened'), value: <Time at={check.openedAt} /> },
            { label: t('check.opened-by'), value: check.openedBy },
            { label: t('check.due'), value: <Due overdue={check.overdue} at={check.dueAt} /> },
            { label: t('check.conclusion'), value: check.conclusion, wide: true },
          ]}
        />
      </Panel>
      <FindingsPanel check={check} />
      <Panel title={t('history')}>
        <Timeline
          label={t('history')}
          entries={check.history.toReversed().map((step) => ({
            id: `${step.at}${step.kind}`,
            tone: step.kind === 'cancelled' || step.kind === 'returned' ? 'attention' : 'good',
            title: t('history.line', { actor: step.actor, what: t(`step.${step.kind}`) }),
            at: step.at,
            body: step.comment,
          }))}
        />
      </Panel>
      <CheckDialogs check={check} verb={verb} onClose={() => setVerb(null)} />
    </ObjectPage>
  )
}

interface DialogsProps {
  readonly check: GuideCheck
  readonly verb: Verb | null
  readonly onClose: () => void
}

function CheckDialogs({ check, verb, onClose }: DialogsProps) {
  const t = useText('coordination')
  const shared = { params: { id: check.id }, fixed: { version: check.version }, onClose }
  const reason = { reason: { label: t('reason'), as: 'area' as const } }
  return (
    <>
      <ActDialog
        {...shared}
        operation={guideCheckOperations.send}
        open={verb === 'send'}
        initial={{ workingDays: 10, comment: null }}
        title={t('check.send')}
        verb={t('check.send')}
        fields={{
          workingDays: { label: t('check.working-days'), unit: t('working-days') },
          comment: { label: t('comment'), as: 'area' },
        }}
      >
        <p>{t('check.send-what', { body: check.body.name })}</p>
      </ActDialog>
      {verb === 'answer' && <AnswerDialog check={check} onClose={onClose} />}
      <ActDialog
        {...shared}
        operation={guideCheckOperations.return}
        open={verb === 'return'}
        title={t('check.return')}
        verb={t('check.return')}
        fields={reason}
      />
      <ActDialog
        {...shared}
        operation={guideCheckOperations.close}
        open={verb === 'close'}
        title={t('check.close')}
        verb={t('check.close')}
        fields={{ conclusion: { label: t('check.conclusion'), as: 'area' } }}
      />
      <ActDialog
        {...shared}
        operation={guideCheckOperations.cancel}
        open={verb === 'cancel'}
        title={t('check.cancel')}
        verb={t('check.cancel')}
        danger
        fields={reason}
      >
        <p>{t('check.cancel-what')}</p>
      </ActDialog>
    </>
  )
}
