import { NETWORK_ZONES, POOL_CLASSES, REQUEST_PURPOSES, type RequestKind } from '@yunheng/contract'
import { Radio } from 'antd'
import { useState } from 'react'
import { type Fields, type FormState, optionsOf, SchemaFields } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { Panel } from '../../ui/index.ts'

export function BasicsStep({ form, kind }: { readonly form: FormState; readonly kind: RequestKind }) {
  const t = useText('request')
  const terms = useText('terms')
  const [byDay, setByDay] = useState(Boolean(form.values.until))
  const hasTerm = kind === 'new' || kind === 'renew'
  const before: Fields = {
    title: { label: t('field.title') },
    ...(kind === 'new' && {
      purpose: {
        label: t('field.purpose'),
        help: t('field.purpose-help'),
        as: 'radio',
        options: optionsOf(REQUEST_PURPOSES, (value) => terms(`purpose.${value}`)),
      },
      networkZone: {
        label: t('field.zone'),
        options: optionsOf(NETWORK_ZONES, (value) => terms(`zone.${value}`)),
      },
      poolClass: {
        label: t('field.pool-class'),
        options: optionsOf(POOL_CLASSES, (value) => terms(`pool-class.${value}`)),
      },
      atEdge: { label: t('field.edge') },
      atRecovery: { label: t('field.recovery') },
    }),
    ...(kind === 'release' && {
      dataDisposal: {
        label: t('field.data-disposal'),
        as: 'radio',
        options: optionsOf(['handed-over', 'migrated', 'not-needed'] as const, (value) =>
          t(`field.data-disposal.${value}`),
        ),
      },
    }),
  }
  const term: Fields = byDay
    ? { until: { label: t('field.until'), needed: true } }
    : { termMonths: { label: t('field.months'), needed: true } }
  const chooseTerm = (day: boolean) => {
    setByDay(day)
    form.set(day ? 'termMonths' : 'until', null)
  }
  return (
    <Panel title={t('edit.step.basics')}>
      <div className="yh-fields">
        <SchemaFields form={form} fields={before} />
        {hasTerm && (
          <>
            <Radio.Group
              aria-label={t('field.term')}
              value={byDay}
              options={[
                { value: false, label: t('field.term.months') },
                { value: true, label: t('field.term.until') },
              ]}
              onChange={(event) => chooseTerm(event.target.value)}
            />
            <SchemaFields form={form} fields={term} />
          </>
        )}
      </div>
    </Panel>
  )
}
