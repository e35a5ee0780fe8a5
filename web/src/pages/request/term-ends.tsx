import { type ResourceTerm, TERM_ENDS, termOperations } from '@yunheng/contract'
import { ActDialog, optionsOf } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Time } from '../../ui/index.ts'

export const TERM_VERBS = ['choose', 'confirm', 'keep'] as const
export interface TermAct {
  readonly verb: (typeof TERM_VERBS)[number]
  readonly term: ResourceTerm
}

/** What happens at the end: as its body chose, or what it has confirmed since. */
const endOf = ({ atEnd, confirmedAt }: ResourceTerm) => (confirmedAt === null ? atEnd : 'release')

/** What happens at the end, and why what was chosen could not be done. */
export function AtEnd({ term }: { readonly term: ResourceTerm }) {
  const t = useText('request')
  const pick = usePick()
  return (
    <>
      {endOf(term) === 'renew'
        ? t('terms.end.renew-by', { months: term.renewMonths ?? 0 })
        : t(`terms.end.${endOf(term)}`)}
      {term.renewalProblem && (
        <div className="yh-small yh-quiet">{t('terms.not-renewed', { why: pick(term.renewalProblem) })}</div>
      )}
    </>
  )
}

/** Told, confirmed, stopped, to be deleted: each with its time (R129). */
export function Stages({ term }: { readonly term: ResourceTerm }) {
  const t = useText('request')
  const steps = [
    ['noticed', term.noticedAt],
    ['confirmed', term.confirmedAt],
    ['stopped', term.stoppedAt],
  ] as const
  const reached = steps.filter(([, at]) => at !== null)
  if (reached.length === 0 && term.deleteOn === null) return <>—</>
  return (
    <ul className="yh-small">
      {reached.map(([step, at]) => (
        <li key={step}>
          {t(`terms.step.${step}`)} <Time at={at} />
          {step === 'confirmed' && ` ${term.confirmedBy ?? ''}`}
        </li>
      ))}
      {term.deleteOn !== null && <li>{t('terms.step.delete', { day: term.deleteOn })}</li>}
    </ul>
  )
}

export function TermDialogs({ verb, term, onClose }: TermAct & { readonly onClose: () => void }) {
  const t = useText('request')
  const { name } = term
  const shared = { params: { id: term.resourceId }, onClose, also: ['resource'] }
  return (
    <>
      <ActDialog
        {...shared}
        operation={termOperations.choose}
        open={verb === 'choose'}
        initial={{ atEnd: endOf(term), renewMonths: endOf(term) === 'renew' ? term.renewMonths : null }}
        title={t('terms.choose-title', { name })}
        verb={t('terms.choose')}
        fields={{
          atEnd: {
            label: t('terms.at-end'),
            as: 'radio',
            options: optionsOf(TERM_ENDS, (value) => t(`terms.end.${value}`)),
          },
          renewMonths: { label: t('terms.renew-months'), help: t('terms.renew-months-help') },
        }}
      >
        <p>{t('terms.choose-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={termOperations.confirm}
        open={verb === 'confirm'}
        title={t('terms.confirm-title', { name })}
        verb={t('terms.confirm')}
        danger
      >
        <p>{t('terms.confirm-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={termOperations.keep}
        open={verb === 'keep'}
        title={t('terms.keep-title', { name })}
        verb={t('terms.keep')}
      >
        <p>{t('terms.keep-what')}</p>
      </ActDialog>
    </>
  )
}
