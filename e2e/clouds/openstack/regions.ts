/** Further regions of the lane's one Keystone: its own services once more, or some of them, or none that answers. */
import type { CallScope, Connector } from '../../../server/src/modules/cloud/connector.ts'
import { OPENSTACK, openOpenStack } from './open.ts'
import type { Rest } from './rest.ts'

export interface Regions {
  /** @param addressOf where a service is in it; null leaves one out. */
  add(region: string, addressOf: (type: string, url: string) => string | null): Promise<void>
  remove(): Promise<void>
}

export function openRegions(rest: Rest): Regions {
  const endpoints: string[] = []
  const regions: string[] = []
  return {
    async add(region, addressOf) {
      await rest.call('POST', 'regions', { region: { id: region } })
      regions.push(region)
      const { services } = await rest.call<{ services: { id: string; type: string }[] }>('GET', 'services')
      const query = `endpoints?interface=public&region_id=${OPENSTACK.region}`
      const known = await rest.call<{ endpoints: { service_id: string; url: string }[] }>('GET', query)
      for (const { service_id, url } of known.endpoints) {
        const type = services.find(({ id }) => id === service_id)?.type ?? ''
        const there = addressOf(type, url)
        if (there === null || type === 'identity') continue
        const endpoint = { service_id, url: there, interface: 'public', region_id: region }
        const answer = await rest.call<{ endpoint: { id: string } }>('POST', 'endpoints', { endpoint })
        endpoints.push(answer.endpoint.id)
      }
    },
    async remove() {
      for (const id of endpoints) await rest.call('DELETE', `endpoints/${id}`)
      for (const id of regions) await rest.call('DELETE', `regions/${id}`)
    },
  }
}

/** One connection to a region, closed afterwards. */
export async function inRegion(
  region: string,
  use: (connector: Connector, scope: CallScope) => Promise<unknown>,
): Promise<void> {
  const connector = openOpenStack({ region })
  try {
    await use(connector, { projectRef: null, signal: AbortSignal.timeout(60_000) })
  } finally {
    await connector.close()
  }
}
