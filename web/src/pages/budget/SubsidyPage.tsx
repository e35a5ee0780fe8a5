import { useParams } from '@tanstack/react-router'
import { subsidyOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, StateInHead } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ObjectPage, Panel } from '../../ui/index.ts'
import { SubsidyFacts } from './subsidy-facts.tsx'
import { useSubsidyFields } from './subsidy-fields.tsx'

type Verb = 'correct' | 'withdraw'

export default function SubsidyPage() {
  const t = useText('budget')
  const { id } = useParams({ strict: false }) as { id: string }
  const subsidy = useLoaded(operations.get, { params: { id } })
  const fields = useSubsidyFields(false)
  const [verb, setVerb] = useState<Verb | null>(null)
  const act = (key: Verb) => ({
    key,
    label: t(`subsidy.${key}`),
    main: key === 'correct' && subsidy.actions.correct.allowed,
    allowance: subsidy.actions[key],
    onAct: () => setVerb(key),
  })
  const shared = {
    params: { id },
    fixed: { version: subsidy.version },
    onClose: () => setVerb(null),
    also: ['task', 'flow-instance'],
  }
  const words = (key: Verb) => ({
    title: t('act.title', { verb: t(`subsidy.${key}`), name: subsidy.no }),
    verb: t(`subsidy.${key}`),
  })
  const { ground, amount, reason, document } = subsidy
  return (
    <ObjectPage
      title={subsidy.system.name}
      state={<StateInHead of="subsidy" state={subsidy.state} />}
      meta={
        <>
          <span>{subsidy.no}</span>
          <span>{subsidy.body.name}</span>
        </>
      }
      actions={<ActionBar actions={[act('correct'), act('withdraw')]} />}
    >
      <Panel title={t('overview')}>
        <SubsidyFacts subsidy={subsidy} />
      </Panel>
      <ActDialog
        {...shared}
        {...words('correct')}
        operation={operations.correct}
        open={verb === 'correct'}
        initial={{ ground, amount, reason, document }}
        fields={fields}
      />
      <ActDialog
        {...shared}
        {...words('withdraw')}
        operation={operations.withdraw}
        open={verb === 'withdraw'}
        danger
        fields={{ reason: { label: t('subsidy.withdraw-reason'), as: 'area' } }}
      />
    </ObjectPage>
  )
}
