import type { PriceLine, PriceTier } from '@yunheng/contract'
import { Input, InputNumber } from 'antd'
import { FieldBox, type FormState } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'

const TIERS_MAX = 10

/** One price, or prices by tiers: up to how many units each counts; the last one for all above. */
export function PriceTierFields({
  form,
  path,
  line,
}: {
  readonly form: FormState
  /** Of the line. */
  readonly path: string
  readonly line: PriceLine
}) {
  const t = useText('catalogue')
  const { tiers } = line
  const at = `${path}.tiers`
  const set = (next: readonly PriceTier[]) => form.set(at, next)
  const last = tiers.at(-1) as PriceTier
  const add = () => set([...tiers.slice(0, -1), { upTo: null, unitPrice: last.unitPrice }, last])
  const more = line.per === 'month' && tiers.length < TIERS_MAX && (
    <ActionButton type="dashed" label={t('price.tier-add')} onClick={add} />
  )
  if (tiers.length === 1)
    return (
      <>
        <UnitPrice form={form} path={`${at}.0.unitPrice`} label={t('price.unit')} value={last.unitPrice} />
        {more}
      </>
    )
  return (
    <div className="yh-price-tiers">
      {tiers.map((tier, index) => (
        // Tiers have no identity of their own before they are saved.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <fieldset key={index} className="yh-form-row" aria-label={t('price.tier', { number: index + 1 })}>
          {index === tiers.length - 1 ? (
            <p className="yh-quiet">{t('price.tier-rest')}</p>
          ) : (
            <FieldBox
              form={form}
              path={`${at}.${index}.upTo`}
              label={t('price.tier-end', { number: index + 1 })}
            >
              {(ties) => (
                <InputNumber
                  {...ties}
                  controls={false}
                  className="yh-field-number"
                  min={1}
                  value={tier.upTo}
                  onChange={(upTo) => form.set(`${at}.${index}.upTo`, upTo)}
                />
              )}
            </FieldBox>
          )}
          <UnitPrice
            form={form}
            path={`${at}.${index}.unitPrice`}
            label={t('price.tier-unit', { number: index + 1 })}
            value={tier.unitPrice}
          />
          <ActionButton
            type="text"
            label={t('price.tier-remove', { number: index + 1 })}
            onClick={() => set(withoutTier(tiers, index))}
          />
        </fieldset>
      ))}
      {more && <div>{more}</div>}
    </div>
  )
}

/** What is left keeps its last tier without an end. */
function withoutTier(tiers: readonly PriceTier[], index: number): readonly PriceTier[] {
  const left = tiers.toSpliced(index, 1)
  return left.map((tier, at) => (at === left.length - 1 ? { ...tier, upTo: null } : tier))
}

function UnitPrice({
  form,
  path,
  label,
  value,
}: {
  readonly form: FormState
  readonly path: string
  readonly label: string
  readonly value: string
}) {
  return (
    <FieldBox form={form} path={path} label={label}>
      {(ties) => (
        <Input
          {...ties}
          inputMode="decimal"
          value={value}
          onChange={(event) => form.set(path, event.target.value.trim())}
        />
      )}
    </FieldBox>
  )
}
