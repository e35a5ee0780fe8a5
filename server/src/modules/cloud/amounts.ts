/** Amounts of capacity and quota: five numbers that are always handled together. */
import type { Amounts } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'

/** Field on the wire ↔ end of the column's name. */
const COLUMNS = [
  ['vcpus', 'vcpus'],
  ['memoryMiB', 'memory_mib'],
  ['storageGiB', 'storage_gib'],
  ['floatingIps', 'floating_ips'],
  ['cards', 'cards'],
] as const

type Field = (typeof COLUMNS)[number][0]
type Column = (typeof COLUMNS)[number][1]
type Prefixed<P extends string> = Record<`${P}_${Column}`, string>

export const ZERO: Amounts = { vcpus: 0, memoryMiB: 0, storageGiB: 0, floatingIps: 0, cards: 0 }

/** Names for messages. */
export const AMOUNT_WORDS: Readonly<Record<Field, string>> = {
  vcpus: 'vCPU',
  memoryMiB: '内存 memory (MiB)',
  storageGiB: '存储 storage (GiB)',
  floatingIps: '公网地址 public addresses',
  cards: '加速卡 accelerator cards',
}

export function mapAmounts(of: (field: Field) => number): Amounts {
  return Object.fromEntries(COLUMNS.map(([field]) => [field, of(field)])) as Amounts
}

export const plus = (a: Amounts, b: Amounts): Amounts => mapAmounts((field) => a[field] + b[field])
export const minus = (a: Amounts, b: Amounts): Amounts => mapAmounts((field) => a[field] - b[field])

/** The first field in which more is wanted than there is; null when it suffices. */
export function firstLack(free: Amounts, wanted: Amounts): Field | null {
  return COLUMNS.find(([field]) => wanted[field] > free[field])?.[0] ?? null
}

/** `limit`, amounts → `{ limit_vcpus: '4', … }` for kysely, whose bigint columns are text. */
export function toColumns<P extends string>(prefix: P, amounts: Amounts): Prefixed<P> {
  return Object.fromEntries(
    COLUMNS.map(([field, column]) => [`${prefix}_${column}`, String(amounts[field])]),
  ) as Prefixed<P>
}

export function fromColumns<P extends string>(prefix: P, row: Prefixed<P>): Amounts {
  return Object.fromEntries(
    COLUMNS.map(([field, column]) => [field, Number(row[`${prefix}_${column}`])]),
  ) as Amounts
}

/** The columns without prefix. */
export function fromPlainColumns(row: Record<Column, string>): Amounts {
  return Object.fromEntries(COLUMNS.map(([field, column]) => [field, Number(row[column])])) as Amounts
}

// ---------------------------------------------------------------------- pieces of SQL, one per column, joined

type Piece = (column: Column, amount: RawBuilder<string>) => RawBuilder<unknown>

function pieces(amounts: Amounts, piece: Piece): RawBuilder<unknown>[] {
  return COLUMNS.map(([field, column]) => piece(column, sql<string>`${String(amounts[field])}::bigint`))
}

export const raw = (name: string) => sql.raw(name)

/** `reserved_vcpus = reserved_vcpus + 4, …`; negative amounts give back. An empty prefix: `vcpus = vcpus + 4`. */
export function sqlAdd(prefix: string, amounts: Amounts): RawBuilder<unknown> {
  const name = (column: Column) => raw(prefix === '' ? column : `${prefix}_${column}`)
  return sql.join(pieces(amounts, (column, amount) => sql`${name(column)} = ${name(column)} + ${amount}`))
}

/** Of an upsert: `vcpus = u.vcpus + excluded.vcpus, …` */
export function sqlAddExcluded(alias: string): RawBuilder<unknown> {
  return raw(COLUMNS.map(([, column]) => `${column} = ${alias}.${column} + excluded.${column}`).join(', '))
}

/** `(4 <= 0 or reserved_vcpus + allocated_vcpus + 4 <= limit_vcpus) and …`: what is not asked for is not in the way. */
export function sqlFits(used: readonly string[], limit: string, amounts: Amounts): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(
    pieces(amounts, (column, amount) => {
      const sum = sql.join(
        used.map((prefix) => raw(`${prefix}_${column}`)),
        sql` + `,
      )
      return sql`(${amount} <= 0 or ${sum} + ${amount} <= ${raw(`${limit}_${column}`)})`
    }),
    sql` and `,
  )}`
}

/** `ceiling_vcpus = greatest(limit_vcpus, reserved_vcpus + allocated_vcpus + change), …` */
export function sqlCeiling(change: Amounts): RawBuilder<unknown> {
  return sql.join(
    pieces(
      change,
      (column, amount) =>
        sql`${raw(`ceiling_${column}`)} = greatest(${raw(`limit_${column}`)}, ${raw(`reserved_${column}`)} + ${raw(`allocated_${column}`)} + ${amount})`,
    ),
  )
}

/** `over_vcpus = greatest(0, used_vcpus + allotted_vcpus + change - limit_vcpus), …` */
export function sqlOver(change: Amounts): RawBuilder<unknown> {
  return sql.join(
    pieces(
      change,
      (column, amount) =>
        sql`${raw(`over_${column}`)} = greatest(0, ${raw(`used_${column}`)} + ${raw(`allotted_${column}`)} + ${amount} - ${raw(`limit_${column}`)})`,
    ),
  )
}

export function sqlColumnNames(): RawBuilder<unknown> {
  return sql.raw(COLUMNS.map(([, column]) => column).join(', '))
}

export function sqlValues(amounts: Amounts): RawBuilder<unknown> {
  return sql.join(pieces(amounts, (_, amount) => amount))
}
