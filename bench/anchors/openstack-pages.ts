/**
 * The anchor of `openstack-scan`: a bare script that pages through the same lists of the same OpenStack, one page after
 * the other, and makes nothing of what it reads. Beside it, the filling of the cloud with servers that have no network of
 * Nova's making (which would take a second each), volumes, and ports that name their server.
 */
import { Agent, request } from 'undici'
import { IMAGE, OPENSTACK } from '../../e2e/clouds/openstack/open.ts'

interface Named {
  readonly id: string
  readonly status?: string
}
type Rows = Readonly<Record<string, readonly Named[] | readonly { rel: string; href: string }[]>>

export interface BareApi {
  call<T>(service: string, method: string, path: string, body?: unknown): Promise<T>
  readonly projectId: string
  close(): Promise<void>
}

const VERSIONS = { compute: 'compute 2.53', volumev3: 'volume 3.43' } as Readonly<Record<string, string>>

export async function openBareApi(): Promise<BareApi> {
  const agent = new Agent({ connections: 16 })
  const { username, password, project, domain } = OPENSTACK.credentials
  const user = { name: username, domain: { name: domain }, password }
  const scope = { project: { name: project, domain: { name: domain } } }
  const answer = await request(`${OPENSTACK.endpoint}/auth/tokens`, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity: { methods: ['password'], password: { user } }, scope } }),
  })
  const { token } = (await answer.body.json()) as {
    token: {
      project: { id: string }
      catalog: { type: string; endpoints: { interface: string; region_id: string; url: string }[] }[]
    }
  }
  const id = String(answer.headers['x-subject-token'])
  const urlOf = (service: string) =>
    service === 'identity'
      ? OPENSTACK.endpoint
      : token.catalog
          .find((entry) => entry.type === service)
          ?.endpoints.find((one) => one.interface === 'public' && one.region_id === OPENSTACK.region)?.url
  return {
    projectId: token.project.id,
    close: () => agent.close(),
    async call<T>(service: string, method: string, path: string, body?: unknown) {
      const version = VERSIONS[service]
      const { statusCode, body: said } = await request(`${urlOf(service)}${path}`, {
        dispatcher: agent,
        method: method as 'GET',
        headers: {
          'x-auth-token': id,
          'content-type': 'application/json',
          ...(version ? { 'openstack-api-version': version } : {}),
        },
        body: body === undefined ? null : JSON.stringify(body),
      })
      const text = await said.text()
      if (statusCode >= 300) throw new Error(`${method} ${path}: ${statusCode} ${text.slice(0, 300)}`)
      return (text === '' ? {} : JSON.parse(text)) as T
    },
  }
}

/** Everything that a scan looks at. */
const LISTS: readonly (readonly [service: string, path: string, key: string])[] = [
  ['identity', '/projects', 'projects'],
  ['compute', '/os-keypairs', 'keypairs'],
  ['network', '/v2.0/networks', 'networks'],
  ['network', '/v2.0/subnets', 'subnets'],
  ['network', '/v2.0/routers', 'routers'],
  ['network', '/v2.0/security-groups', 'security_groups'],
  ['volumev3', '/volumes/detail?all_tenants=1', 'volumes'],
  ['volumev3', '/snapshots/detail?all_tenants=1', 'snapshots'],
  ['compute', '/servers/detail?all_tenants=1', 'servers'],
  ['network', '/v2.0/ports', 'ports'],
  ['network', '/v2.0/floatingips', 'floatingips'],
]
const PAGE = 1_000

/** @returns seconds, and how many rows there were. */
export async function pageThrough(): Promise<{ readonly seconds: number; readonly rows: number }> {
  const began = performance.now()
  const api = await openBareApi()
  let rows = 0
  for (const [service, path, key] of LISTS) {
    let next: string | undefined = `${path}${path.includes('?') ? '&' : '?'}limit=${PAGE}`
    while (next !== undefined) {
      const answer: Rows = await api.call<Rows>(service, 'GET', next)
      rows += answer[key]?.length ?? 0
      const links = (answer[`${key}_links`] ?? []) as readonly { rel: string; href: string }[]
      const link = links.find(({ rel }) => rel === 'next')
      next = link && `${path.split('?')[0]}${new URL(link.href).search}`
    }
  }
  await api.close()
  return { seconds: (performance.now() - began) / 1000, rows }
}

const UNLIMITED = -1
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

async function each<T>(items: readonly T[], task: (item: T) => Promise<unknown>): Promise<void> {
  const queue = [...items]
  await Promise.all(
    numbers(8).map(async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item)
    }),
  )
}

export interface Filling {
  readonly network: string
  readonly mark: string
}

/** So many servers, each with a volume beside it and a port that names it. */
export async function fill(servers: number): Promise<Filling> {
  const api = await openBareApi()
  const mark = `scan-${process.pid}`
  await liftQuotas(api)
  const made = await api.call<{ network: Named }>('network', 'POST', '/v2.0/networks', {
    network: { name: mark },
  })
  const network = made.network.id
  const subnet = { network_id: network, ip_version: 4, cidr: '10.64.0.0/16', enable_dhcp: false }
  await api.call('network', 'POST', '/v2.0/subnets', { subnet })
  const refs = await boot(api, mark, servers)
  await each(numbers(servers), (index) =>
    api.call('volumev3', 'POST', '/volumes', { volume: { name: `${mark}-${index}`, size: 1 } }),
  )
  const PORTS_AT_ONCE = 50
  await each(numbers(Math.ceil(servers / PORTS_AT_ONCE)), (block) => {
    const own = refs.slice(block * PORTS_AT_ONCE, (block + 1) * PORTS_AT_ONCE)
    const ports = own.map((device_id) => ({ network_id: network, device_id, device_owner: 'compute:nova' }))
    return api.call('network', 'POST', '/v2.0/ports', { ports })
  })
  await untilNone(async () => {
    const { volumes } = await api.call<{ volumes: Named[] }>('volumev3', 'GET', '/volumes/detail')
    return volumes.filter(({ status }) => status === 'creating').length
  })
  await api.close()
  return { network, mark }
}

async function liftQuotas(api: BareApi): Promise<void> {
  const compute = { instances: UNLIMITED, cores: UNLIMITED, ram: UNLIMITED }
  await api.call('compute', 'PUT', `/os-quota-sets/${api.projectId}`, { quota_set: compute })
  const quota = { network: UNLIMITED, subnet: UNLIMITED, port: UNLIMITED }
  await api.call('network', 'PUT', `/v2.0/quotas/${api.projectId}`, { quota })
  const volume = { volumes: UNLIMITED, gigabytes: UNLIMITED }
  await api.call('volumev3', 'PUT', `/os-quota-sets/${api.projectId}`, { quota_set: volume })
}

/** Many in one call: the cloud is asked seldom and works for itself. @returns their ids. */
async function boot(api: BareApi, mark: string, servers: number): Promise<readonly string[]> {
  const { images } = await api.call<{ images: Named[] }>('image', 'GET', `/v2/images?name=${IMAGE}`)
  const AT_ONCE = 100
  for (let first = 0; first < servers; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, servers - first)
    await api.call('compute', 'POST', '/servers', {
      server: {
        name: `${mark}-${first}`,
        imageRef: images[0]?.id,
        flavorRef: '1',
        networks: 'none',
        min_count: count,
        max_count: count,
      },
    })
  }
  await untilNone(async () => (await ours(api, mark, 'BUILD')).length)
  const refs = await ours(api, mark, 'ACTIVE')
  if (refs.length !== servers) throw new Error(`${refs.length} of ${servers} servers are ACTIVE`)
  return refs
}

async function ours(api: BareApi, mark: string, status: string): Promise<readonly string[]> {
  const refs: string[] = []
  for (;;) {
    const after = refs.length === 0 ? '' : `&marker=${refs.at(-1)}`
    const path = `/servers?name=${mark}&status=${status}&limit=${PAGE}${after}`
    const { servers } = await api.call<{ servers: Named[] }>('compute', 'GET', path)
    refs.push(...servers.map(({ id }) => id))
    if (servers.length < PAGE) return refs
  }
}

async function untilNone(count: () => Promise<number>): Promise<void> {
  while ((await count()) > 0) await sleep(500)
}

export async function takeAway({ network, mark }: Filling): Promise<void> {
  const api = await openBareApi()
  for (const status of ['ACTIVE', 'ERROR', 'BUILD'])
    await each(await ours(api, mark, status), (id) => api.call('compute', 'DELETE', `/servers/${id}`))
  const { ports } = await api.call<{ ports: Named[] }>(
    'network',
    'GET',
    `/v2.0/ports?network_id=${network}&fields=id`,
  )
  await each(ports, ({ id }) => api.call('network', 'DELETE', `/v2.0/ports/${id}`).catch(() => null))
  const volumes = await api.call<{ volumes: (Named & { name: string })[] }>('volumev3', 'GET', '/volumes')
  const own = volumes.volumes.filter(({ name }) => name.startsWith(mark))
  await each(own, ({ id }) => api.call('volumev3', 'DELETE', `/volumes/${id}`))
  await api.call('network', 'DELETE', `/v2.0/networks/${network}`)
  await api.close()
}
