import type { Assessment, assessmentOperations, SlaEvent, slaEventOperations } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, ActionBar } from '../../kit/index.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { type Fact, formatTime } from '../../ui/index.ts'

const VERBS = ['confirm', 'decline'] as const

/** What one person entered and another confirms or declines. */
type Entered = Pick<
  Assessment & SlaEvent,
  'id' | 'version' | 'enteredAt' | 'enteredBy' | 'decidedAt' | 'decidedBy' | 'comment'
> & { readonly actions: Assessment['actions'] }

interface DecisionProps {
  readonly operations: typeof assessmentOperations | typeof slaEventOperations
  readonly entered: Entered
  readonly name: string
}

/** The second person's two acts, and the dialog in which he says why. */
export function Decision({ operations, entered, name }: DecisionProps) {
  const t = useText('settlement')
  const [verb, setVerb] = useState<(typeof VERBS)[number] | null>(null)
  const { id, version, actions } = entered
  return (
    <>
      <ActionBar
        actions={VERBS.map((key) => ({
          key,
          label: t(`act.${key}`),
          main: key === 'confirm' && actions[key].allowed,
          danger: key === 'decline',
          allowance: actions[key],
          onAct: () => setVerb(key),
        }))}
      />
      {verb !== null && (
        <ActDialog
          open
          operation={operations[verb]}
          params={{ id }}
          fixed={{ version }}
          title={t('act.title', { verb: t(`act.${verb}`), name })}
          verb={t(`act.${verb}`)}
          danger={verb === 'decline'}
          onClose={() => setVerb(null)}
          fields={{ comment: { label: t('comment'), as: 'area' } }}
        />
      )}
    </>
  )
}

/** Who entered it, who decided, and what he said. */
export const decisionFacts = (entered: Entered, t: TextOf<'settlement'>): readonly Fact[] => [
  { label: t('entered'), value: t('by', { at: formatTime(entered.enteredAt), by: entered.enteredBy }) },
  {
    label: t('decided'),
    value: entered.decidedAt && t('by', { at: formatTime(entered.decidedAt), by: entered.decidedBy ?? '' }),
  },
  { label: t('comment'), value: entered.comment, wide: true },
]
