/** How the ceilings of contracts stand with what is applied for (R299): answers the port of requests. */
import type { CeilingItem, CeilingStanding } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { yuanOf } from '../../../platform/money.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { spread } from '../../budget/index.ts'
import { type CeilingAsked, type CeilingDoor, type CeilingFact, decidingOf } from '../../request/index.ts'
import { type RuleBook, rulesOnDay } from '../../rule/index.ts'
import {
  contractOf,
  findContract,
  findTerms,
  type Lease,
  listLeasesWith,
  lockContracts,
  sumPermits,
} from '../../service-contract/index.ts'
import { withAsked } from '../calc/ceiling.ts'
import { money, spentOfContract } from '../spending/spent.ts'
import { committedOfContract, type HeldWith, listHeldNow } from './committed.ts'
import { findPayer, listNames } from './committed-store.ts'

export const ceilingDoor: CeilingDoor = {
  standing: (ctx, tx, asked) =>
    elevated(tx, async () => {
      const { rules, today } = await rulesFor(ctx, tx, asked)
      if (!rules.flag('contract.ceiling.asked').value) return null
      const { value: isBlocking, ...source } = rules.flag('contract.ceiling.blocks')
      const parts = await partsOf(tx, asked, today)
      const standing = await standingOf(tx, asked, parts, { today, rules, isCommitted: false })
      return { rule: { isBlocking, ...source }, standing } satisfies CeilingFact
    }),
  lock: (ctx, tx, asked) =>
    elevated(tx, async () => {
      const { rules, today } = await rulesFor(ctx, tx, asked)
      if (isDecided(rules)) await lockParts(tx, await partsOf(tx, asked, today))
    }),
  hold: (ctx, tx, asked) =>
    elevated(tx, async () => {
      const { rules, today } = await rulesFor(ctx, tx, asked)
      // What is never refused waits for nobody: it is in the ledger for whoever comes after it.
      if (asked.isEmergency || !isDecided(rules)) return
      const parts = await partsOf(tx, asked, today)
      await lockParts(tx, parts)
      const { isCommitted } = asked
      mustFit(await standingOf(tx, asked, parts, { today, rules, isCommitted }))
    }),
}

async function rulesFor(ctx: Ctx, tx: Tx, { bodyId }: CeilingAsked) {
  const today = dayInChina(ctx.clock.now())
  return { today, rules: await rulesOnDay(tx, today, bodyId) }
}

const isDecided = (rules: RuleBook) =>
  rules.flag('contract.ceiling.asked').value && rules.flag('contract.ceiling.blocks').value

const lockParts = (tx: Tx, parts: readonly Part[]) =>
  lockContracts(tx, [...new Set(parts.map(({ contractId }) => contractId))])

function mustFit(standing: CeilingStanding): void {
  const item = decidingOf(standing)
  if (item?.level !== 'over') return
  const rest = item.rest.amountMinor + item.asked.amountMinor
  const details = { contract: item.contract.name, asked: yuanOf(item.asked.amountMinor), rest: yuanOf(rest) }
  refuse('service-contract.ceiling_passed', { details })
}

/** Of one contract with one provider: what would be applied for, in 分. */
interface Part {
  readonly providerId: string
  readonly contractId: string
  readonly leases: readonly Lease[]
  readonly asked: bigint
}

/** Month by month the contract that the body would be charged under. */
async function partsOf(tx: Tx, asked: CeilingAsked, today: string): Promise<readonly Part[]> {
  const payer = await findPayer(tx, asked.bodyId)
  if (payer === undefined) return []
  const parts: Part[] = []
  for (const { providerBodyId, term, lines } of asked.parts) {
    const leases = await listLeasesWith(tx, providerBodyId)
    const sums = new Map<string, bigint>()
    for (const { month, amountMinor } of spread(lines, term, `${today.slice(0, 7)}-01`)) {
      const id = contractOf(payer, month.slice(0, 7), leases)
      if (id !== null) sums.set(id, (sums.get(id) ?? 0n) + BigInt(amountMinor))
    }
    for (const [contractId, sum] of sums)
      parts.push({ providerId: providerBodyId, contractId, leases, asked: sum })
  }
  return parts
}

interface How {
  readonly today: string
  readonly rules: RuleBook
  readonly isCommitted: boolean
}

async function standingOf(
  tx: Tx,
  asked: CeilingAsked,
  parts: readonly Part[],
  how: How,
): Promise<CeilingStanding> {
  const warn = how.rules.integer('contract.ceiling.warn-percent')
  const ids = asked.parts.map(({ providerBodyId }) => providerBodyId)
  const names = await listNames(tx, ids)
  const refOf = (id: string) => ({ id, name: names.get(id) ?? '' })
  const items: CeilingItem[] = []
  // The ledger is read once for all contracts with a provider.
  for (const [providerId, own] of Map.groupBy(parts, (part) => part.providerId)) {
    let held: HeldWith | null = null
    for (const part of own) {
      const limited = await findLimited(tx, part.contractId)
      if (limited === null) continue
      held ??= await listHeldNow(tx, providerId, how.today)
      items.push({ ...(await itemOf(tx, part, limited, held, how)), provider: refOf(providerId) })
    }
  }
  const limited = new Set(items.map(({ provider }) => provider.id))
  return {
    isNamed: asked.isNamed,
    warnPercent: warn.value,
    isProductDefault: warn.isProductDefault,
    items,
    unlimited: ids.flatMap((id) => (limited.has(id) ? [] : [refOf(id)])),
  }
}

/** The contract, if its terms name a ceiling. */
async function findLimited(tx: Tx, contractId: string) {
  const contract = await findContract(tx, contractId)
  const terms = await findTerms(tx, contractId)
  return contract === undefined || terms?.ceiling == null
    ? null
    : { contract, ceiling: BigInt(terms.ceiling) }
}

/** Ceiling, permits, what is spent of it, and what is approved and not billed. */
async function itemOf(
  tx: Tx,
  part: Part,
  { contract, ceiling }: NonNullable<Awaited<ReturnType<typeof findLimited>>>,
  held: HeldWith,
  { today, rules, isCommitted }: How,
): Promise<Omit<CeilingItem, 'provider'>> {
  const spent = await spentOfContract(tx, contract, today)
  const room = {
    ceiling,
    permitted: await sumPermits(tx, contract.id),
    spent: spent.spent,
    committed: committedOfContract(contract.id, held, part.leases, spent, today),
  }
  const warnPercent = rules.integer('contract.ceiling.warn-percent').value
  const { rest, percent, level } = withAsked(room, isCommitted ? 0n : part.asked, warnPercent)
  return {
    contract: { id: contract.id, no: contract.no, name: contract.name },
    ceiling: money(room.ceiling),
    permitted: money(room.permitted),
    spent: money(room.spent),
    committed: money(room.committed),
    asked: money(part.asked),
    rest: money(rest),
    percent,
    level,
  }
}
