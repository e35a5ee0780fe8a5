/**
 * The anchor of `provision`: what a lean script needs for the same servers with the same networks, routers and security
 * groups, calling OpenStack directly with the same concurrency. It looks nothing up, keeps nothing, repairs nothing: the
 * least that can be done.
 *   node bench/anchors/openstack-provision.ts [servers] [networks] [concurrency]
 */
import { Agent, request } from 'undici'
import { EXTERNAL_NETWORK, IMAGE, OPENSTACK } from '../../e2e/clouds/openstack/open.ts'

export interface ProvisionSize {
  readonly servers: number
  /** Each with one subnet; Neutron makes the ports of one subnet one after the other. */
  readonly networks: number
  readonly concurrency: number
}

/** What is read of the answers; the anchor trusts that it is there. */
interface Named {
  readonly id: string
  readonly status: string
}
interface Token {
  readonly project: { readonly id: string }
  readonly catalog: readonly {
    readonly type: string
    readonly endpoints: readonly { readonly interface: string; readonly url: string }[]
  }[]
}
type Answer<K extends string> = { readonly [key in K]: Named }
type Answers<K extends string> = { readonly [key in K]: readonly Named[] }

const POLL_MS = 1_000
const FLAVOR_ID = '1'
const CIDR = '10.10.0.0/22'

interface Api {
  call<T>(service: string, method: string, path: string, body?: unknown): Promise<T>
  readonly projectId: string
  readonly close: () => Promise<void>
}

async function signIn(): Promise<Api> {
  const agent = new Agent({ connections: 32 })
  const { username, password, project, domain } = OPENSTACK.credentials
  const user = { name: username, domain: { name: domain }, password }
  const scope = { project: { name: project, domain: { name: domain } } }
  const answer = await request(`${OPENSTACK.endpoint}/auth/tokens`, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity: { methods: ['password'], password: { user } }, scope } }),
  })
  const { token } = (await answer.body.json()) as { readonly token: Token }
  const urlOf = (service: string) =>
    token.catalog
      .find((entry) => entry.type === service)
      ?.endpoints.find((endpoint) => endpoint.interface === 'public')?.url
  const headers = {
    'x-auth-token': String(answer.headers['x-subject-token']),
    'openstack-api-version': 'compute 2.53',
    'content-type': 'application/json',
  }
  return {
    projectId: token.project.id,
    close: () => agent.close(),
    async call<T>(service: string, method: string, path: string, body?: unknown) {
      const { statusCode, body: said } = await request(`${urlOf(service)}${path}`, {
        dispatcher: agent,
        method: method as 'GET',
        headers,
        body: body === undefined ? null : JSON.stringify(body),
      })
      const text = await said.text()
      if (statusCode >= 300) throw new Error(`${method} ${path}: ${statusCode} ${text}`)
      return (text === '' ? {} : JSON.parse(text)) as T
    },
  }
}

async function each<T>(items: readonly T[], concurrency: number, task: (item: T) => Promise<void>) {
  const queue = [...items]
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item)
    }),
  )
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

interface Ground {
  readonly network: string
  readonly subnet: string
  readonly router: string
  readonly group: string
}

/** Seconds from the first call until every server is ACTIVE. Takes everything away afterwards. */
export async function provisionLean({ servers, networks, concurrency }: ProvisionSize): Promise<number> {
  const api = await signIn()
  const mark = `anchor-${process.pid}-${Math.round(performance.now())}`
  await liftQuotas(api)
  const { images } = await api.call<Answers<'images'>>('image', 'GET', `/v2/images?name=${IMAGE}`)
  const path = `/v2.0/networks?name=${EXTERNAL_NETWORK}`
  const external = (await api.call<Answers<'networks'>>('network', 'GET', path)).networks[0]?.id ?? ''
  const grounds: Ground[] = []
  const serverIds: string[] = []
  try {
    const startMs = performance.now()
    await each(numbers(networks), concurrency, async (index) => {
      grounds.push(await makeGround(api, `${mark}-${index}`, external))
    })
    await each(numbers(servers), concurrency, async (index) => {
      const { network, group } = grounds[index % networks] as Ground
      const server = {
        name: `${mark}-${index}`,
        imageRef: images[0]?.id,
        flavorRef: FLAVOR_ID,
        networks: [{ uuid: network }],
        security_groups: [{ name: group }],
      }
      const made = await api.call<Answer<'server'>>('compute', 'POST', '/servers', { server })
      serverIds.push(made.server.id)
    })
    await untilActive(api, mark, servers)
    return (performance.now() - startMs) / 1000
  } finally {
    await takeAway(api, mark, serverIds, grounds, concurrency)
    await api.close()
  }
}

async function liftQuotas(api: Api): Promise<void> {
  const compute = { instances: -1, cores: -1, ram: -1 }
  await api.call('compute', 'PUT', `/os-quota-sets/${api.projectId}`, { quota_set: compute })
  const quota = { network: -1, subnet: -1, port: -1, router: -1, security_group: -1, security_group_rule: -1 }
  await api.call('network', 'PUT', `/v2.0/quotas/${api.projectId}`, { quota })
}

/** What the platform makes for a system: a network with a range, a way out, and a group with two rules. */
async function makeGround(api: Api, name: string, external: string): Promise<Ground> {
  const post = <K extends string>(path: string, body: unknown) =>
    api.call<Answer<K>>('network', 'POST', `/v2.0/${path}`, body)
  const { network } = await post<'network'>('networks', { network: { name } })
  const range = { network_id: network.id, ip_version: 4, cidr: CIDR }
  const { subnet } = await post<'subnet'>('subnets', { subnet: range })
  const gateway = { name, external_gateway_info: { network_id: external } }
  const { router } = await post<'router'>('routers', { router: gateway })
  const join = { subnet_id: subnet.id }
  await api.call('network', 'PUT', `/v2.0/routers/${router.id}/add_router_interface`, join)
  const group = (await post<'security_group'>('security-groups', { security_group: { name } })).security_group
  const rule = {
    security_group_id: group.id,
    direction: 'ingress',
    ethertype: 'IPv4',
    remote_ip_prefix: CIDR,
  }
  await post('security-group-rules', { security_group_rule: rule })
  return { network: network.id, subnet: subnet.id, router: router.id, group: group.id }
}

async function listed(api: Api, mark: string): Promise<readonly Named[]> {
  const path = `/servers/detail?name=${mark}&limit=1000`
  return (await api.call<Answers<'servers'>>('compute', 'GET', path)).servers
}

async function untilActive(api: Api, mark: string, servers: number): Promise<void> {
  for (;;) {
    const states = (await listed(api, mark)).map((server) => server.status)
    if (states.includes('ERROR')) throw new Error('a server ended in ERROR')
    if (states.filter((state) => state === 'ACTIVE').length === servers) return
    await sleep(POLL_MS)
  }
}

async function takeAway(
  api: Api,
  mark: string,
  serverIds: readonly string[],
  grounds: readonly Ground[],
  concurrency: number,
): Promise<void> {
  await each(serverIds, concurrency, async (id) => {
    await api.call('compute', 'DELETE', `/servers/${id}`)
  })
  while ((await listed(api, mark)).length > 0) await sleep(POLL_MS)
  await each(grounds, concurrency, async ({ network, subnet, router, group }) => {
    await api.call('network', 'PUT', `/v2.0/routers/${router}/remove_router_interface`, { subnet_id: subnet })
    await api.call('network', 'DELETE', `/v2.0/routers/${router}`)
    await insist(api, `/v2.0/networks/${network}`)
    await insist(api, `/v2.0/security-groups/${group}`)
  })
}

/** Nova says gone a moment before Neutron has let go of the ports. */
async function insist(api: Api, path: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1)
    try {
      await api.call('network', 'DELETE', path)
      return
    } catch (error) {
      if (attempt === 20) throw error
      await sleep(POLL_MS)
    }
}

if (import.meta.main) {
  const [servers = 100, networks = 8, concurrency = 8] = process.argv.slice(2).map(Number)
  const seconds = await provisionLean({ servers, networks, concurrency })
  console.log(
    `anchor servers=${servers} networks=${networks} concurrency=${concurrency} seconds=${seconds.toFixed(1)}`,
  )
}
