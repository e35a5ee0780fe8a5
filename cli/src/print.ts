import type { Problem } from '@yunheng/contract'
import { type Language, words } from './language.ts'

const COLUMNS_MAX = 7
const CELL_WIDTH_MAX = 44

/** A list as a table, an object as lines `name: value`; for people. Programs use `--json`. */
export function toText(value: unknown, language: Language): string {
  if (value === null || value === undefined) return words.done[language]
  const items = (value as { items?: unknown }).items
  if (!Array.isArray(items)) return toLines(value)
  const next = (value as { nextPageToken?: string | null }).nextPageToken
  return (
    toTable(items as Record<string, unknown>[], language) + (next ? `\n${words.more[language]} ${next}` : '')
  )
}

function toTable(rows: readonly Record<string, unknown>[], language: Language): string {
  const first = rows[0]
  if (first === undefined) return words.empty[language]
  const simple = Object.keys(first).filter((name) => rows.every((row) => cell(row[name]) !== null))
  const columns = [...simple].sort((a, b) => rank(a) - rank(b)).slice(0, COLUMNS_MAX)
  const lines = [columns, ...rows.map((row) => columns.map((name) => cut(cell(row[name]) ?? '')))]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => width(line[index] ?? ''))))
  return lines
    .map((line) =>
      line
        .map((text, index) => pad(text, widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Identity first, then what a person looks for. */
function rank(name: string): number {
  const order = ['id', 'number', 'code', 'state', 'name', 'title', 'kind']
  const place = order.indexOf(name)
  return place < 0 ? order.length : place
}

function toLines(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return `${indent}${String(value)}`
  return Object.entries(value)
    .map(([name, child]) => {
      const text = cell(child)
      return text === null
        ? `${indent}${name}:\n${toLines(child, `${indent}  `)}`
        : `${indent}${name}: ${text}`
    })
    .join('\n')
}

/** One line of text, or null for what does not fit in one. */
function cell(value: unknown): string | null {
  if (value === null || value === undefined) return '—'
  if (typeof value === 'object') return Object.keys(value).length === 0 ? '—' : null
  return String(value)
}

const isWide = (char: string) =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(char)
const width = (text: string) => [...text].reduce((sum, char) => sum + (isWide(char) ? 2 : 1), 0)
const pad = (text: string, size: number) => text + ' '.repeat(Math.max(0, size - width(text)))
const cut = (text: string) =>
  width(text) <= CELL_WIDTH_MAX ? text : `${[...text].slice(0, CELL_WIDTH_MAX / 2).join('')}…`

/** The same words as in the console, the code small beside them, and the fields that do not fit. */
export function problemText(problem: Problem, language: Language): string {
  const fields = (problem.fields ?? [])
    .map((field) => `\n  ${field.path || '/'}: ${field[language]}`)
    .join('')
  return `${problem.text[language]} (${problem.reason}, ${words.requestId[language]} ${problem.requestId})${fields}`
}
