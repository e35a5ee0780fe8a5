/**
 * What libvirt has no place for (names that may change, keys, address ranges) lies as cards in the metadata of a machine
 * that never runs: one per project, without disk or network. Each card has a namespace of its own, so that libvirt sets
 * and removes it alone, however many are at work.
 */
import type { ResourceKind } from '../../modules/cloud/connector.ts'
import type { Call } from './call.ts'
import { unless } from './fault.ts'
import { nameOf } from './name.ts'
import { type Element, el, elementsOf, toXml } from './xml.ts'

export interface Card {
  readonly kind: ResourceKind
  readonly id: string
  readonly name: string
  readonly createdAt: Date | null
  readonly facts: Readonly<Record<string, unknown>>
}

const PREFIX = 'yunheng'
const uriOf = ({ kind, id }: Pick<Card, 'kind' | 'id'>) => `urn:yunheng:card:${kind}:${id}`

export function cardElement(card: Card, prefix = ''): Element {
  return el(`${prefix}card`, {
    kind: card.kind,
    id: card.id,
    name: card.name,
    created: card.createdAt?.toISOString() ?? null,
    facts: JSON.stringify(card.facts),
  })
}

/** As it stands in a definition, with its namespace. */
export function cardInDefinition(card: Card): Element {
  const element = cardElement(card, `${PREFIX}:`)
  return { ...element, attributes: { [`xmlns:${PREFIX}`]: uriOf(card), ...element.attributes } }
}

export function readCards(metadata: Element): readonly Card[] {
  return elementsOf(metadata).flatMap(({ name, attributes }) => {
    if (name !== `${PREFIX}:card`) return []
    const { kind = '', id = '', name: title = '', created = '', facts = '{}' } = attributes
    const createdAt = Number.isNaN(Date.parse(created)) ? null : new Date(created)
    return [{ kind: kind as ResourceKind, id, name: title, createdAt, facts: factsOf(facts) }]
  })
}

/**
 * Where a server or a volume may be found that does not stand at home, the likeliest first. Written down before the first of
 * it is put there, so that whoever is cut off leaves nothing unknown.
 */
export function hostsOn({ facts }: Pick<Card, 'facts'>): readonly string[] {
  const { hosts } = facts
  return Array.isArray(hosts) ? hosts.filter((one) => typeof one === 'string') : []
}

/** Somebody's hand may have been in it: then nothing is known. */
function factsOf(text: string): Card['facts'] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Card['facts']) : {}
  } catch {
    return {}
  }
}

const place = (call: Call, card: Pick<Card, 'kind' | 'id'>) => [
  '--domain',
  nameOf('project', call.project),
  '--uri',
  uriOf(card),
]

export async function putCard(call: Call, card: Card): Promise<void> {
  const xml = toXml(cardElement(card))
  await call.on(call.home).run('metadata', ...place(call, card), '--key', PREFIX, '--set', xml, '--config')
}

export async function dropCard(call: Call, card: Pick<Card, 'kind' | 'id'>): Promise<void> {
  const words = ['metadata', ...place(call, card), '--remove', '--config']
  await unless('not-found', call.on(call.home).run(...words), '')
}
