import fc from 'fast-check'
import { expect, it } from 'vitest'
import { estimate, type PriceInForce } from '../../catalogue/index.ts'
import { type BilledSubject, type HeldByStretch, meterNumber, windowOfMonth } from '../../metering/index.ts'
import { rateMonth } from './rate-month.ts'

const price = fc.bigInt({ min: 0n, max: 99_000_000_000n }).map((billionths) => {
  const digits = billionths.toString().padStart(10, '0')
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`
})
const tiers = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 3 }),
    fc.array(price, { minLength: 4, maxLength: 4 }),
  )
  .map(([ends, prices]) =>
    [...ends.sort((a, b) => a - b), null].map((upTo, index) => ({
      upTo,
      unitPrice: prices[index] as string,
    })),
  )
const termFactors = fc
  .uniqueArray(
    fc.record({
      fromMonths: fc.integer({ min: 0, max: 36 }),
      factor: fc.integer({ min: 1, max: 1000 }).map((thousandths) => (thousandths / 1000).toFixed(3)),
    }),
    { selector: (one) => one.fromMonths, maxLength: 4 },
  )
  .map((all) => all.sort((a, b) => a.fromMonths - b.fromMonths))
const order = fc.record({
  month: fc.constantFrom('2026-02', '2028-02', '2026-09', '2026-12'),
  proration: fc.constantFrom('day', 'second'),
  pinsOrders: fc.boolean(),
  tiers,
  termFactors,
  termMonths: fc.integer({ min: 0, max: 40 }),
  isRenewed: fc.boolean(),
  quantity: fc.integer({ min: 1, max: 5 }),
  vcpus: fc.integer({ min: 1, max: 128 }),
})

it('R276 R277 what is estimated for a month is what is billed for it, for any term, whether or not the prices are kept', () => {
  fc.assert(
    fc.property(order, ({ month, quantity, vcpus, termMonths, pinsOrders, isRenewed, ...of }) => {
      const line = {
        position: 0,
        offeringCode: 'cloud-host',
        planCode: null,
        poolId: null,
        dimension: 'vcpu' as const,
        per: 'month' as const,
        tiers: of.tiers,
        weights: { stopped: '1', unseen: '1' },
      }
      const list = { source: 's', isProductDefault: false, termFactors: of.termFactors, lines: [line] }
      const asked = {
        planId: 'p',
        offeringCode: 'cloud-host',
        planCode: 'c',
        title: { zh: '', en: '' },
        quantity,
        amounts: [{ dimension: 'vcpu' as const, amount: vcpus }],
        aboveRecommended: [],
      }
      const told = estimate(
        [asked],
        { months: termMonths, days: 0 },
        { ...list, id: 'v', name: 'v', effectiveFrom: '2026-01-01', pinsOrders },
      )

      const window = windowOfMonth(month)
      const inForce: PriceInForce = {
        ...list,
        versionId: 'v',
        versionName: 'v',
        providerBodyId: null,
        from: new Date(0),
        to: null,
        proration: of.proration as 'day',
      }
      const ids = Array.from({ length: quantity }, (_, index) => index + 1)
      const agreed = { versionId: pinsOrders ? 'v' : null, termMonths, until: new Date('2030-01-01') }
      const charges = rateMonth({
        window,
        cuts: [],
        subjects: new Map(ids.map((id) => [id, subjectOf(id)])),
        book: {
          prices: [inForce],
          kept: [],
          // A renewal counts before what was agreed with the order.
          agreed: new Map([['line', isRenewed ? { ...agreed, termMonths: 0 } : agreed]]),
          renewed: new Map(
            isRenewed
              ? ids.map((id) => [`r${id}`, [{ ...agreed, resourceId: `r${id}`, from: new Date(0) }]])
              : [],
          ),
        },
        held: ids.map((id) => wholeMonth(id, vcpus, window.to - window.from)),
      })
      expect(charges.reduce((sum, one) => sum + (one.amount ?? 0n), 0n)).toBe(
        BigInt(told.perMonth.amountMinor),
      )
    }),
    { numRuns: 500 },
  )
})

const subjectOf = (id: number): BilledSubject => ({
  id,
  resource_id: `r${id}`,
  system_id: 's',
  provider_body_id: 'p',
  pool_id: 'pool',
  offering_code: 'cloud-host',
  plan_code: 'c',
  request_line_id: 'line',
})

function wholeMonth(subject: number, vcpus: number, hours: number): HeldByStretch {
  const held = (of: number) => (BigInt(vcpus) * 1000n * 3600n * BigInt(of)).toString()
  return {
    subject,
    meter: meterNumber('vcpu'),
    stretch: 0,
    serving: held(hours),
    stopped: '0',
    unseen: '0',
    day_serving: held(hours),
    day_stopped: '0',
    day_unseen: '0',
  }
}
