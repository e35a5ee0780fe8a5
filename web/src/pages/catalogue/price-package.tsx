import type { Offering, PriceInclusion, PriceLine } from '@yunheng/contract'
import { Checkbox, InputNumber } from 'antd'
import { FieldBox, type FormState } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'

type Plan = Offering['plans'][number]

/** A plan at a flat price: what it includes, thing by thing; what is left empty is priced by amount. */
export function PricePackageFields({
  form,
  path,
  line,
  plan,
}: {
  readonly form: FormState
  /** Of the line. */
  readonly path: string
  readonly line: PriceLine
  /** Null: of every plan, which is no package. */
  readonly plan: Plan | null
}) {
  const t = useText('catalogue')
  const terms = useText('terms')
  const at = `${path}.includes`
  if (plan === null || line.per !== 'month') return null
  const fixed = fixedOf(plan)
  const [first] = fixed
  if (first === undefined) return null
  const includes = line.includes ?? null
  const begin = () => {
    form.set(at, fixed)
    // Packages are told by something that every unit has the same of.
    if (!fixed.some((one) => one.dimension === line.dimension)) form.set(`${path}.dimension`, first.dimension)
  }
  const change = (dimension: PriceInclusion['dimension'], amount: number | null) => {
    const others = (includes ?? []).filter((one) => one.dimension !== dimension)
    const next = amount === null ? others : [...others, { dimension, amount }]
    form.set(at, next.length === 0 ? null : next)
  }
  return (
    <div className={includes === null ? undefined : 'yh-price-tiers'}>
      <FieldBox form={form} path={at} label={t('price.package')}>
        {(ties) => (
          <Checkbox
            id={ties.id}
            checked={includes !== null}
            onChange={(event) => (event.target.checked ? begin() : form.set(at, null))}
          >
            {t('price.package-label')}
          </Checkbox>
        )}
      </FieldBox>
      {includes !== null && (
        <>
          <p className="yh-small yh-quiet">{t('price.package-help')}</p>
          <div className="yh-form-row yh-price-line">
            {plan.dimensions.map(({ dimension }) => (
              <div key={dimension}>
                <span className="yh-small">{terms(`dimension.${dimension}`)}</span>
                <InputNumber
                  aria-label={t('price.package-amount', { what: terms(`dimension.${dimension}`) })}
                  className="yh-field-number"
                  controls={false}
                  min={1}
                  max={1_000_000}
                  precision={0}
                  value={includes.find((one) => one.dimension === dimension)?.amount ?? null}
                  onChange={(amount) => change(dimension, amount)}
                />
              </div>
            ))}
          </div>
        </>
      )}
    </div>
  )
}

/** What every unit of the plan has the same of. */
function fixedOf(plan: Plan): PriceInclusion[] {
  return plan.dimensions.flatMap(({ dimension, amount }) =>
    'fixed' in amount && amount.fixed > 0 ? [{ dimension, amount: amount.fixed }] : [],
  )
}
