/** libvirt knows no keys: they are kept as cards and put into the seed of a machine when it is made. */
import type { SpecOf } from '../../modules/cloud/connector.ts'
import { dropCard, putCard } from './card.ts'
import { refuse } from './fault.ts'
import type { Kind } from './kind.ts'
import { cardsOf, type View } from './view.ts'

const PUBLIC_KEY =
  /^(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp(?:256|384|521)|sk-[a-z0-9@.-]+) [A-Za-z0-9+/]{20,}={0,3}(?: [^\r\n]*)?$/

export const keyPairs: Kind<'key-pair'> = {
  changes: {},
  observed: (view) =>
    cardsOf(view, 'key-pair').map(({ project, card }) => {
      const { publicKey } = card.facts
      return {
        kind: 'key-pair',
        externalId: card.id,
        resourceId: card.id,
        projectRef: project,
        name: card.name,
        state: 'ready',
        nativeState: 'recorded',
        spec: {
          kind: 'key-pair',
          name: card.name,
          ...(typeof publicKey === 'string' ? { publicKey } : {}),
        },
        attributes: {},
        fault: null,
        createdAt: card.createdAt,
      }
    }),
  async create(call, _view, id, spec: SpecOf<'key-pair'>) {
    const publicKey = spec.publicKey.trim()
    if (!PUBLIC_KEY.test(publicKey)) throw refuse('invalid', 'not a public key of OpenSSH')
    await putCard(call, {
      kind: 'key-pair',
      id,
      name: spec.name,
      createdAt: call.now(),
      facts: { publicKey },
    })
  },
  remove: (call, _view, id) => dropCard(call, { kind: 'key-pair', id }),
}

export function publicKeyOf(view: View, id: string): string {
  const found = cardsOf(view, 'key-pair').find(({ card }) => card.id === id)?.card.facts.publicKey
  if (typeof found !== 'string') throw refuse('not-found', `no key pair ${id}`)
  return found
}
