/** Rules of clouds. Pure. */
import type { CloudState } from '@yunheng/contract'
import {
  type Capabilities,
  type ConnectorKind,
  type ProbeFinding,
  RESOURCE_KINDS,
  type ResourceKind,
} from '../connector.ts'

/** The kind without real machines behind it: marked 模拟云 wherever it is shown. */
export function isSimulated(kind: string): boolean {
  return kind === 'simulated'
}

type Texts = Readonly<Record<string, string>>

/** What a registration says, as it is checked. */
export interface GivenSettings {
  readonly options: Texts
  /** Null: those stored stay. */
  readonly credentials: Texts | null
  /** Of the stored ones, the names. */
  readonly kept?: readonly string[]
}

export interface SettingFaults {
  readonly missing: readonly string[]
  readonly unknown: readonly string[]
  /** Belong to another way to sign in than the one that is filled in. */
  readonly mixed: readonly string[]
}

/** Which settings of this kind are missing, which it does not know, and which do not go together. */
export function checkSettings(
  kind: Pick<ConnectorKind, 'fields' | 'ways'>,
  settings: GivenSettings,
): SettingFaults {
  const { options, credentials, kept = [] } = settings
  const secrets = credentials === null ? kept : namesGiven(credentials)
  const given = new Set([...namesGiven(options), ...secrets])
  const needed = kind.fields.filter((field) => field.required).map((field) => field.name)
  const way = wayOf(kind.ways ?? [], given)
  const missing = [...needed, ...(way?.needs ?? [])].filter((name) => !given.has(name))
  const own = new Set([...needed, ...(way?.needs ?? []), ...(way?.takes ?? [])])
  const others = (kind.ways ?? []).flatMap(({ needs, takes = [] }) => [...needs, ...takes])
  const mixed = [...new Set(others)].filter((name) => given.has(name) && !own.has(name))
  return { missing, unknown: unknownIn(kind, settings), mixed }
}

function namesGiven(values: Texts): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => (value.trim() === '' ? [] : [name]))
}

/** The one of which most is given; the first where nothing is. */
function wayOf(ways: NonNullable<ConnectorKind['ways']>, given: ReadonlySet<string>) {
  const share = ({ needs }: (typeof ways)[number]) =>
    needs.filter((name) => given.has(name)).length / needs.length
  return [...ways].sort((a, b) => share(b) - share(a))[0]
}

function unknownIn(kind: Pick<ConnectorKind, 'fields'>, { options, credentials }: GivenSettings) {
  const known = { options: new Set<string>(), credentials: new Set<string>() }
  // A field may give the region, which all kinds have, its words; it is no option of its own.
  for (const field of kind.fields)
    if (field.name !== 'region') known[field.secret ? 'credentials' : 'options'].add(field.name)
  return [
    ...Object.keys(options).filter((name) => !known.options.has(name)),
    ...Object.keys(credentials ?? {}).filter((name) => !known.credentials.has(name)),
  ]
}

/** What not every cloud can do, by name: the steps its connector knows, whether it shows screens and keeps backups. */
export function abilitiesOf({ changes, console, kinds }: Capabilities): readonly string[] {
  return [...changes, ...(console ? ['console'] : []), ...(kinds.includes('backup') ? ['backup'] : [])].sort()
}

/** Kinds that the cloud has not as it stands now: a service of its region may be missing, or come later. */
export function lacksOf({ kinds }: Pick<Capabilities, 'kinds'>): readonly ResourceKind[] {
  return RESOURCE_KINDS.filter((kind) => !kinds.includes(kind))
}

/** What a probe says of the cloud in one word. A person's `suspended` is not for a probe to lift. */
export function stateOf(findings: readonly ProbeFinding[], before: CloudState): CloudState {
  if (before === 'suspended') return 'suspended'
  const wrong = findings.filter((finding) => !finding.ok)
  if (wrong.length === 0) return 'healthy'
  return wrong.some((finding) => finding.check === 'reach') ? 'unreachable' : 'degraded'
}
