/** An inventory item: a thing that a cloud shows, whoever made it. Types and what follows from an observation. */
import type { Observed, ResourceKind } from '../../cloud/index.ts'
import { canonicalJson, cleanText, keptJson, ORDERED, VOLATILE } from './canonical.ts'
import { fingerprintOf } from './fingerprint.ts'

/** What is known of a thing, ready to be kept. */
export interface ItemContent {
  readonly kind: ResourceKind
  readonly externalId: string
  readonly projectRef: string | null
  readonly name: string
  readonly state: Observed['state']
  readonly nativeState: string
  /** JSON, its lists in canonical order. */
  readonly spec: string
  readonly attributes: string
  readonly fault: string | null
  readonly tag: string | null
  readonly resourceId: string | null
  readonly createdAt: Date | null
  /** See `fingerprint.ts`. */
  readonly fingerprint: Buffer
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function contentOf(observed: Observed): ItemContent {
  const spec = keptJson(observed.spec as unknown as Readonly<Record<string, unknown>>)
  const attributes = keptJson(observed.attributes, VOLATILE)
  const name = cleanText(observed.name)
  const tag = observed.resourceId
  const createdMs = observed.createdAt?.getTime() ?? Number.NaN
  const { projectRef, state, nativeState, fault } = observed
  return {
    kind: observed.kind,
    externalId: cleanText(observed.externalId),
    projectRef: projectRef === null ? null : cleanText(projectRef),
    name,
    state,
    nativeState: cleanText(nativeState),
    spec,
    attributes,
    fault: fault === null ? null : cleanText(fault),
    tag: tag === null ? null : cleanText(tag),
    resourceId: tag !== null && UUID.test(tag) ? tag : null,
    createdAt: Number.isNaN(createdMs) ? null : new Date(createdMs),
    fingerprint: fingerprintOf(observed),
  }
}

/** Identity is (cloud, kind, external id), never a name. */
export const keyOf = (item: Pick<Observed, 'kind' | 'externalId'>): string =>
  `${item.kind} ${item.externalId}`

/** What was known of it, as its row has it. */
export interface KnownItem {
  readonly project_ref: string | null
  readonly name: string
  readonly state: string
  readonly native_state: string
  readonly spec: Readonly<Record<string, unknown>>
  readonly attributes: Readonly<Record<string, unknown>>
  readonly fault: string | null
  readonly tag: string | null
}

export interface ItemDifference {
  /** `name`, `spec.vcpus`, `attributes.addresses` … */
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

export function differencesOf(before: KnownItem, after: ItemContent): readonly ItemDifference[] {
  const plain = [
    difference('name', before.name, after.name),
    difference('project', before.project_ref, after.projectRef),
    difference('state', before.state, after.state),
    difference('nativeState', before.native_state, after.nativeState),
    difference('fault', before.fault, after.fault),
    difference('tag', before.tag, after.tag),
  ]
  return [
    ...plain.filter((one) => one !== null),
    ...fieldsOf('spec', before.spec, JSON.parse(after.spec), OF_EVERY_SPEC),
    ...fieldsOf('attributes', before.attributes, JSON.parse(after.attributes)),
  ]
}

/** Told once, beside the spec. */
const OF_EVERY_SPEC: ReadonlySet<string> = new Set(['kind', 'name'])

function fieldsOf(
  prefix: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  left: ReadonlySet<string> = new Set(),
): readonly ItemDifference[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return fields.flatMap((field) =>
    left.has(field)
      ? []
      : (difference(`${prefix}.${field}`, textOf(field, before[field]), textOf(field, after[field])) ?? []),
  )
}

const TEXT_MAX = 1_000

function textOf(field: string, value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value
  return ORDERED.has(field) ? JSON.stringify(value) : canonicalJson(value)
}

function difference(field: string, before: string | null, after: string | null): ItemDifference | null {
  if (before === after) return null
  return { field, before: before?.slice(0, TEXT_MAX) ?? null, after: after?.slice(0, TEXT_MAX) ?? null }
}
