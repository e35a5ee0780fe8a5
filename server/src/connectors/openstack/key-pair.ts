/** Key pairs belong to Nova's user, here the one that acts in tenants' projects, and to no project; so they are named by resource id. */
import type { Observed } from '../../modules/cloud/connector.ts'
import { type Json, objectAt, textAt, textOrNull } from './answer.ts'
import { unless } from './fault.ts'
import type { Kind } from './kind.ts'
import { keyPairName, resourceOfKeyPair } from './tag.ts'

function toObserved(json: Json): Observed {
  const name = textAt(json, 'name')
  return {
    kind: 'key-pair',
    externalId: name,
    resourceId: resourceOfKeyPair(name),
    projectRef: null,
    name,
    state: 'ready',
    nativeState: 'ACTIVE',
    spec: { kind: 'key-pair', publicKey: textAt(json, 'public_key') },
    attributes: { fingerprint: textOrNull(json, 'fingerprint') },
    fault: null,
    createdAt: null,
  }
}

export const keyPairs: Kind<'key-pair'> = {
  /** Its name is its identity: there is none for people. */
  changes: { rename: () => Promise.resolve() },
  async find(call, resourceId) {
    const answer = await call.find('compute', ['os-keypairs', keyPairName(resourceId)])
    return answer ? [toObserved(objectAt(answer, 'keypair'))] : []
  },
  async observe(call, ref) {
    const answer = await call.find('compute', ['os-keypairs', ref])
    return answer && toObserved(objectAt(answer, 'keypair'))
  },
  async create(call, resourceId, { publicKey }) {
    const keypair = { name: keyPairName(resourceId), public_key: publicKey.trim(), type: 'ssh' }
    return toObserved(objectAt(await call.post('compute', ['os-keypairs'], { keypair }), 'keypair'))
  },
  async remove(call, ref) {
    await unless('not-found', call.delete('compute', ['os-keypairs', ref]), {})
  },
  async *pages(call) {
    const [{ userId }, actorId] = await Promise.all([call.token(), call.actorId()])
    const query = actorId === userId ? {} : { user_id: actorId }
    for await (const page of call.pages('compute', ['os-keypairs'], 'keypairs', query))
      yield page.map((row) => toObserved(objectAt(row, 'keypair')))
  },
}
