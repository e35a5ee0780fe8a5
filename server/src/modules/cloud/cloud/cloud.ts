/** Rules of clouds. Pure. */
import type { CloudState } from '@yunheng/contract'
import type { ConnectorKind, ProbeFinding } from '../connector.ts'

/** The kind without real machines behind it: marked 模拟云 wherever it is shown. */
export function isSimulated(kind: string): boolean {
  return kind === 'simulated'
}

export interface Settings {
  readonly options: Readonly<Record<string, string>>
  readonly credentials: Readonly<Record<string, string>>
}

/** Which settings of this kind are missing, and which it does not know. `credentials` null: those stored stay. */
export function checkSettings(
  kind: Pick<ConnectorKind, 'fields'>,
  settings: { readonly options: Settings['options']; readonly credentials: Settings['credentials'] | null },
): { readonly missing: readonly string[]; readonly unknown: readonly string[] } {
  const missing: string[] = []
  const known = { options: new Set<string>(), credentials: new Set<string>() }
  for (const field of kind.fields) {
    const place = field.secret ? 'credentials' : 'options'
    known[place].add(field.name)
    const values = settings[place]
    if (field.required && values !== null && !values[field.name]?.trim()) missing.push(field.name)
  }
  const unknown = [
    ...Object.keys(settings.options).filter((name) => !known.options.has(name)),
    ...Object.keys(settings.credentials ?? {}).filter((name) => !known.credentials.has(name)),
  ]
  return { missing, unknown }
}

/** What a probe says of the cloud in one word. A person's `suspended` is not for a probe to lift. */
export function stateOf(findings: readonly ProbeFinding[], before: CloudState): CloudState {
  if (before === 'suspended') return 'suspended'
  const wrong = findings.filter((finding) => !finding.ok)
  if (wrong.length === 0) return 'healthy'
  return wrong.some((finding) => finding.check === 'reach') ? 'unreachable' : 'degraded'
}
