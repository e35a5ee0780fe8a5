/** Every provider's month: handed in with planted errors, compared, what came out held against what was planted, decided, agreed. */
import {
  type DifferenceKind,
  differenceOperations as differences,
  type Statement,
  type StatementDifference,
  statementOperations as statements,
} from '@yunheng/contract'
import { comparisonReconciler } from '../../src/modules/statement/index.ts'
import { setupCtx } from '../kit/clouds.ts'
import { well } from '../kit/journey.ts'
import { type Forged, forge } from './planting.ts'
import { yuan } from './report.ts'
import { FORMS, type Form, fileOf } from './statement-file.ts'
import type { Line, Planted } from './statement-line.ts'
import { type Agreed, goTo, type Story } from './story.ts'

/** In the words of the report. */
export const WRONG_CURRENCY = 'wrong currency (whole upload)'

/** On the fourth of the month after. @returns what was agreed with each provider. */
export async function reconcile(story: Story, number: number): Promise<readonly Agreed[]> {
  const { book, province } = story
  const month = story.months[number] as string
  goTo(story, month, 4)
  const agreed: Agreed[] = []
  for (const provider of province.providers.keys()) {
    const form = FORMS[(provider + number) % FORMS.length] as Form
    const forged = await book.time(month, 'other', () => forge(story, provider, month))
    await refuseWhole(story, { provider, month, form, lines: forged.lines, number })
    const statement = await book.time(month, 'statement', () =>
      handIn(story, { provider, month, form, lines: forged.lines }),
    )
    const found = await listDifferences(story, statement)
    compare(story, month, forged, found)
    const amount = await book.time(month, 'decide', () => decide(story, provider, statement, found))
    const rounding = forged.planted
      .filter(({ kind }) => kind === 'rounding')
      .reduce((sum, { delta }) => sum + delta, 0n)
    if (amount !== forged.owed + rounding)
      book.differs(`${month}: provider ${provider + 1} is owed ${yuan(forged.owed)}, agreed ${yuan(amount)}`)
    agreed.push({ provider, month, amount, rounding, corrected: forged.corrected })
  }
  return agreed
}

interface Handed {
  readonly provider: number
  readonly month: string
  readonly form: Form
  readonly lines: readonly Line[]
}

const providerOf = ({ province }: Story, number: number) => {
  const provider = province.providers[number]
  if (provider === undefined) throw new Error(`there is a provider ${number}`)
  return provider
}

async function send(story: Story, { provider, month, form, lines }: Handed, currency?: string) {
  const { fileName, content } = await fileOf(form, month, lines, currency)
  const body = { month, providerId: null, fileName, contentBase64: content.toString('base64') }
  return well(story.server.call(providerOf(story, provider).admin, statements.handIn, { body }))
}

/** Once a month a provider bills in another currency: nothing of it is taken. */
async function refuseWhole(story: Story, handed: Handed & { readonly number: number }): Promise<void> {
  if (handed.provider !== handed.number % story.province.providers.length) return
  const { book } = story
  book.count(WRONG_CURRENCY, 'planted')
  book.note(handed.month, 'planted', 1)
  const { statement, errors, faults } = await send(
    story,
    { ...handed, lines: handed.lines.slice(0, 50) },
    'USD',
  )
  if (statement !== null || errors === 0 || faults.some(({ fault }) => fault !== 'currency-other'))
    return book.differs(`${handed.month}: a statement in dollars was taken`)
  book.count(WRONG_CURRENCY, 'found')
  book.note(handed.month, 'found', 1)
}

async function handIn(story: Story, handed: Handed): Promise<Statement> {
  const statement = await compared(story, handed)
  if (statement.comparedAt === null) throw new Error('the ledgers of the month are whole')
  return statement
}

async function compared(story: Story, handed: Handed): Promise<Statement> {
  const { statement, faults } = await send(story, handed)
  if (statement === null) throw new Error(`every row is read: ${JSON.stringify(faults.slice(0, 3))}`)
  if (statement.comparing === null) return statement
  // Too large for the call: as the worker does it.
  const { id } = statement
  await comparisonReconciler.reconcile(setupCtx(story.server), id, new AbortController().signal)
  return well(story.server.call(story.server.world.people.centre, statements.get, { params: { id } }))
}

async function listDifferences(
  { server: { call, world } }: Story,
  { id: statementId }: Statement,
): Promise<readonly StatementDifference[]> {
  const all: StatementDifference[] = []
  let pageToken: string | undefined
  do {
    const query = { statementId, pageSize: 200, ...(pageToken === undefined ? {} : { pageToken }) }
    const page = await well(call(world.people.centre, differences.list, { query }))
    all.push(...page.items)
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken !== undefined)
  return all
}

const keyOfPlanted = ({ kind, resourceId, ref, dimension, delta }: Planted) =>
  `${kind} ${resourceId ?? ref} ${dimension ?? '-'} ${delta}`
const keyOfFound = ({ kind, resource, resourceRef, dimension, delta }: StatementDifference) =>
  `${kind} ${resource?.id ?? resourceRef} ${dimension ?? '-'} ${delta.amountMinor}`

/** Each planted error is one difference of its kind, thing and amount; and nothing else is. */
function compare(
  story: Story,
  month: string,
  { planted }: Forged,
  found: readonly StatementDifference[],
): void {
  const { book } = story
  const left = new Map(found.map((one) => [keyOfFound(one), one]))
  for (const one of planted) {
    book.count(one.error, 'planted')
    book.note(month, 'planted', 1)
    const key = keyOfPlanted(one)
    if (!left.delete(key)) {
      book.differs(`${month}: planted and not found: ${one.error}, ${key}`)
      continue
    }
    book.count(one.error, 'found', one.delta)
    book.note(month, 'found', 1)
  }
  for (const key of left.keys()) {
    book.count('(nobody planted it)', 'invented')
    book.note(month, 'invented', 1)
    book.differs(`${month}: found and not planted: ${key}`)
  }
}

/** The provider accepts; one difference is decided by itself, the others kind by kind; a second person confirms. @returns 分 agreed. */
async function decide(
  story: Story,
  provider: number,
  statement: Statement,
  found: readonly StatementDifference[],
): Promise<bigint> {
  const { call, world } = story.server
  const { centre, bureau } = world.people
  const open = found.filter(({ state }) => state === 'open')
  const mine = { outcome: 'accepted' as const, words: '经核对，以平台计量为准。', evidence: null }
  for (const { id, version, owner } of open) {
    if (owner !== 'provider') continue
    const input = { params: { id }, body: { version, ...mine } }
    await well(call(providerOf(story, provider).admin, differences.answer, input))
  }
  const [first, ...others] = open
  if (first !== undefined) await decideOne(story, first)
  const params = { id: statement.id }
  const versionOf = async () => (await well(call(centre, statements.get, { params }))).version
  for (const kind of new Set<DifferenceKind>(others.map((one) => one.kind))) {
    const words = '按平台计量核减。'
    const decided = { version: await versionOf(), kind, side: 'platform' as const, words }
    await well(call(centre, statements.decideKind, { params, body: decided }))
    const body = { version: await versionOf(), kind }
    await well(call(bureau, statements.confirmKind, { params, body }))
  }
  const agreed = await well(call(centre, statements.agree, { params, body: { version: await versionOf() } }))
  return BigInt(agreed.agreedAmount?.amountMinor ?? 0)
}

async function decideOne({ server: { call, world } }: Story, { id }: StatementDifference): Promise<void> {
  const params = { id }
  const { version, delta } = await well(call(world.people.centre, differences.get, { params }))
  const words = '按平台计量核减。'
  const decided = await well(
    call(world.people.centre, differences.decide, { params, body: { version, adjusted: delta, words } }),
  )
  await well(call(world.people.bureau, differences.confirm, { params, body: { version: decided.version } }))
}
