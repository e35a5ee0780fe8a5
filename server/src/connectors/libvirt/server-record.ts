/** What libvirt has no field for lies in the machine's own metadata, set by the very call that makes it. */
import type { ExternalId } from '../../modules/cloud/connector.ts'
import type { Call } from './call.ts'
import { childrenOf, type Element, el, elementsOf, toXml } from './xml.ts'

export interface Place {
  readonly subnet: ExternalId
  readonly address: string
  readonly mac: string
}

export interface ServerRecord {
  readonly name: string
  readonly image: string
  readonly keyPairRef: ExternalId | null
  readonly createdAt: Date | null
  readonly place: readonly Place[]
  /** How often it was rebooted on our word. */
  readonly reboots: number
  /** A reboot under way: to which count, and libvirt's number of the run that it ends. */
  readonly rebooting: { readonly generation: number; readonly run: string } | null
  /** A resize waits for its confirmation. */
  readonly isResized: boolean
  /** A move that was begun and is not cleared up yet, by names of hosts. */
  readonly moving: Move | null
}

export interface Move {
  readonly from: string
  readonly to: string
  readonly since: Date
}

const URI = 'urn:yunheng:server:1'
const PREFIX = 'yunheng'

export function recordElement(record: ServerRecord, prefix = ''): Element {
  const { rebooting } = record
  return el(`${prefix}server`, {
    name: record.name,
    image: record.image,
    key: record.keyPairRef,
    created: record.createdAt?.toISOString() ?? null,
    place: JSON.stringify(record.place),
    reboots: record.reboots,
    rebooting: rebooting === null ? null : `${rebooting.generation}:${rebooting.run}`,
    resized: record.isResized ? 'yes' : null,
    moving: record.moving && `${record.moving.since.toISOString()} ${record.moving.from} ${record.moving.to}`,
  })
}

export function metadataOf(record: ServerRecord): Element {
  const element = recordElement(record, `${PREFIX}:`)
  const namespaced = { ...element, attributes: { [`xmlns:${PREFIX}`]: URI, ...element.attributes } }
  return el('metadata', {}, namespaced)
}

/** Null for a machine that carries none, or whose record somebody spoilt. */
export function readRecord(domain: Element): ServerRecord | null {
  const found = childrenOf(domain, 'metadata')
    .flatMap(elementsOf)
    .find(({ name, attributes }) => name === `${PREFIX}:server` && attributes[`xmlns:${PREFIX}`] === URI)
  if (found === undefined) return null
  const {
    name = '',
    image = '',
    key,
    created = '',
    place = '[]',
    reboots,
    rebooting,
    resized,
    moving = '',
  } = found.attributes
  const [, generation, run] = /^(\d+):(\d+)$/.exec(rebooting ?? '') ?? []
  return {
    name,
    image,
    keyPairRef: key ?? null,
    createdAt: Number.isNaN(Date.parse(created)) ? null : new Date(created),
    place: placeOf(place),
    reboots: Number(reboots) || 0,
    rebooting: generation === undefined || run === undefined ? null : { generation: Number(generation), run },
    isResized: resized === 'yes',
    moving: moveOf(moving),
  }
}

function moveOf(text: string): Move | null {
  const [since = '', from, to] = text.split(' ')
  if (from === undefined || to === undefined || Number.isNaN(Date.parse(since))) return null
  return { from, to, since: new Date(since) }
}

function placeOf(text: string): readonly Place[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter(isPlace) : []
  } catch {
    return []
  }
}

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' &&
  value !== null &&
  ['subnet', 'address', 'mac'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string')

/** Both in the definition and, of a machine that runs, in the run. */
export async function writeRecord(
  call: Call,
  name: string,
  isRunning: boolean,
  record: ServerRecord,
): Promise<void> {
  const where = isRunning ? ['--config', '--live'] : ['--config']
  const what = ['--uri', URI, '--key', PREFIX, '--set', toXml(recordElement(record))]
  await call.run('metadata', '--domain', name, ...what, ...where)
}
