import {
  DIFFERENCE_ANSWERS,
  type DifferenceDetail,
  differenceOperations as operations,
} from '@yunheng/contract'
import { ActDialog, optionsOf } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatMoney } from '../../ui/index.ts'

export const DIFFERENCE_VERBS = ['answer', 'decide', 'confirm', 'send-back'] as const
export type DifferenceVerb = (typeof DIFFERENCE_VERBS)[number]

/** What is asked for each act on a difference. */
export function DifferenceDialog({
  difference,
  verb,
  onClose,
}: {
  readonly difference: DifferenceDetail
  readonly verb: DifferenceVerb
  readonly onClose: () => void
}) {
  const t = useText('statement')
  const { id, version, delta, billed, platform } = difference
  const shared = {
    open: true,
    params: { id },
    fixed: { version },
    title: t(`act.${verb}`),
    verb: t(`act.${verb}`),
    also: ['statement'],
    onClose,
  }
  const sums = { billed: formatMoney(billed), platform: formatMoney(platform), delta: formatMoney(delta) }
  switch (verb) {
    case 'answer':
      return (
        <ActDialog
          {...shared}
          operation={operations.answer}
          initial={{ outcome: 'accepted', evidence: null }}
          fields={{
            outcome: {
              label: t('outcome'),
              as: 'radio',
              options: optionsOf(DIFFERENCE_ANSWERS, (value) => t(`outcome.${value}`)),
            },
            words: { label: t('answer'), as: 'area' },
            evidence: { label: t('evidence'), help: t('evidence-help'), as: 'area' },
          }}
        >
          <p>{t('say.answer', sums)}</p>
        </ActDialog>
      )
    case 'decide':
      return (
        <ActDialog
          {...shared}
          operation={operations.decide}
          initial={{ adjusted: delta }}
          fields={{
            adjusted: { label: t('adjusted-yuan'), help: t('adjusted-help', sums), as: 'money' },
            words: { label: t('decision'), as: 'area' },
          }}
        >
          <p>{t('say.decide', sums)}</p>
        </ActDialog>
      )
    case 'confirm':
      return (
        <ActDialog {...shared} operation={operations.confirm}>
          <p>{t('say.confirm', { adjusted: difference.adjusted ? formatMoney(difference.adjusted) : '' })}</p>
        </ActDialog>
      )
    case 'send-back':
      return (
        <ActDialog
          {...shared}
          operation={operations.sendBack}
          danger
          fields={{ words: { label: t('decision'), as: 'area' } }}
        >
          <p>{t('say.send-back')}</p>
        </ActDialog>
      )
  }
}
