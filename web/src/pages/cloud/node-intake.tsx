import { type CloudNode, cloudOperations, type NodeIntake } from '@yunheng/contract'
import { ActDialog } from '../../kit/index.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { formatTime, Notice, type Tone } from '../../ui/index.ts'

/** Edge and department-integrated nodes: assessed, then let in or kept out (R2, R109). */
export const NODE_VERBS = ['assess', 'admit', 'decline'] as const
export type NodeVerb = (typeof NODE_VERBS)[number]

export const INTAKE_TONES: Readonly<Record<NodeIntake, Tone>> = {
  registered: 'attention',
  assessed: 'busy',
  managed: 'good',
  declined: 'off',
}

export function intakeFacts({ assessment, decision }: CloudNode, t: TextOf<'cloud'>) {
  const said = (text: string, { by, at }: { readonly by: string; readonly at: string }) =>
    `${text} — ${by} ${formatTime(at)}`
  return [
    ...(assessment
      ? [{ label: t('intake.assessment'), value: said(assessment.text, assessment), wide: true }]
      : []),
    ...(decision
      ? [{ label: t('intake.decision'), value: said(decision.note ?? '', decision), wide: true }]
      : []),
  ]
}

export function NodeIntakeDialog({
  node,
  verb,
  onClose,
}: {
  readonly node: CloudNode
  readonly verb: NodeVerb | null
  readonly onClose: () => void
}) {
  const t = useText('cloud')
  const shared = {
    onClose,
    params: { id: node.id },
    fixed: { version: node.version },
    also: ['cloud', 'pool'],
  }
  const title = (each: NodeVerb) => ({
    title: t('intake.title', { verb: t(`intake.do.${each}`), name: node.name }),
    verb: t(`intake.do.${each}`),
  })
  const found = node.assessment && <p>{t('intake.found', { text: node.assessment.text })}</p>
  return (
    <>
      <ActDialog
        {...shared}
        {...title('assess')}
        operation={cloudOperations.assessNode}
        open={verb === 'assess'}
        initial={{ assessment: node.assessment?.text ?? '' }}
        fields={{
          assessment: { label: t('intake.assessment'), help: t('intake.assessment-help'), as: 'area' },
        }}
      />
      <ActDialog
        {...shared}
        {...title('admit')}
        operation={cloudOperations.admitNode}
        open={verb === 'admit'}
        initial={{ note: null }}
        fields={{ note: { label: t('intake.decision'), as: 'area' } }}
      >
        {found}
        <Notice tone="busy">{t('intake.admit-what')}</Notice>
      </ActDialog>
      <ActDialog
        {...shared}
        {...title('decline')}
        operation={cloudOperations.declineNode}
        open={verb === 'decline'}
        fields={{ note: { label: t('intake.reason'), as: 'area' } }}
        danger
      >
        {found}
      </ActDialog>
    </>
  )
}
