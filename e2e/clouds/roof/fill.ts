/**
 * Fills a region of OpenStack through its own client, as somebody would have done before the platform came: projects with
 * networks, servers, volumes and addresses, under the names that people give.
 */

import type { Client } from '../openstack/client.ts'
import { EXTERNAL_NETWORK, IMAGE } from '../openstack/open.ts'

/** Right to left, upright, signs of three bytes, quotes, slashes, marks of several languages of programs. */
export const NAMES = [
  '政务服务平台/一期「核心」',
  'خادم الحكومة/ملفات',
  `o'Brien "quoted" \\ 100%_ 主机`,
  'ᠮᠣᠩᠭᠣᠯ བོད་ཡིག ئۇيغۇرچە',
  '☁️⚠️ <b>云</b>; drop table --',
] as const
/** For what the tables of a region hold: of four bytes, joined, and with a tone of skin. Nova takes them for no server. */
export const WIDE_NAMES = ['😀👩‍👩‍👧‍👦 家庭档案', '𠮷野家/🚀🏽 ../../etc'] as const

export interface Filled {
  readonly region: string
  readonly projects: readonly FilledProject[]
  /** Carries the tag of a platform that is not ours. */
  readonly foreign: { readonly id: string; readonly tag: string }
}

export interface FilledProject {
  readonly id: string
  readonly name: string
  readonly servers: readonly string[]
  readonly volume: string
  readonly floatingIp: string | null
}

interface Made {
  readonly id: string
}

const SERVERS = 2
const WITH_ADDRESS = 2

export interface Wanted {
  readonly region: string
  /** Of projects, which the Keystone of all regions keeps. */
  readonly projects: readonly string[]
  /** Of networks, volumes and what else is in them. */
  readonly things: readonly string[]
  readonly servers: readonly string[]
  readonly foreignTag: string
}

export async function fillRegion(client: Client, wanted: Wanted): Promise<Filled> {
  const projects = await Promise.all(
    wanted.projects.map((project, nth) =>
      fillProject(client, nth, {
        project,
        thing: wanted.things[nth] ?? project,
        server: wanted.servers[nth] ?? project,
      }),
    ),
  )
  const [first] = projects
  if (first === undefined) throw new Error('no project')
  const foreign = await client.show<Made>(
    first.id,
    ...['server', 'create', '--flavor', 'm1.tiny', '--image', IMAGE, '--nic', 'none'],
    ...['--tag', wanted.foreignTag, `别家平台的 ${wanted.servers[0]}`],
  )
  await untilActive(client)
  return { region: wanted.region, projects, foreign: { id: foreign.id, tag: wanted.foreignTag } }
}

async function fillProject(
  client: Client,
  nth: number,
  names: { readonly project: string; readonly thing: string; readonly server: string },
): Promise<FilledProject> {
  const { project: name, thing, server } = names
  const { id } = await client.show<Made>(null, 'project', 'create', '--domain', 'Default', name)
  await client.act(
    null,
    'role',
    'add',
    '--user',
    'admin',
    '--user-domain',
    'Default',
    '--project',
    id,
    'admin',
  )
  const network = await client.show<Made>(id, 'network', 'create', `${thing} 网`)
  const subnet = await client.show<Made>(
    id,
    ...[
      'subnet',
      'create',
      '--network',
      network.id,
      '--subnet-range',
      `10.${60 + nth}.0.0/24`,
      `${thing} 子网`,
    ],
  )
  const volume = await client.show<Made>(id, 'volume', 'create', '--size', '1', `${thing} 盘`)
  const servers: string[] = []
  for (let n = 1; n <= SERVERS; n++) servers.push(await bootServer(client, id, network.id, `${server} ${n}`))
  const floatingIp =
    nth < WITH_ADDRESS ? await giveAddress(client, id, subnet.id, servers[0] ?? '', thing) : null
  return { id, name, servers, volume: volume.id, floatingIp }
}

export async function bootServer(
  client: Client,
  project: string,
  network: string,
  name: string,
): Promise<string> {
  const { id } = await client.show<Made>(
    project,
    ...['server', 'create', '--flavor', 'm1.tiny', '--image', IMAGE, '--network', network, name],
  )
  return id
}

async function giveAddress(
  client: Client,
  project: string,
  subnet: string,
  server: string,
  name: string,
): Promise<string> {
  const router = await client.show<Made>(
    project,
    ...['router', 'create', '--external-gateway', EXTERNAL_NETWORK, `${name} 路由`],
  )
  await client.act(project, 'router', 'add', 'subnet', router.id, subnet)
  const address = await client.show<Made & { readonly floating_ip_address: string }>(
    project,
    ...['floating', 'ip', 'create', EXTERNAL_NETWORK],
  )
  await until('the server has a port', async () => {
    const ports = await client.show<unknown[]>(project, 'port', 'list', '--server', server)
    return ports.length > 0
  })
  await client.act(project, 'server', 'add', 'floating', 'ip', server, address.floating_ip_address)
  return address.id
}

interface ListedServer {
  readonly ID: string
  readonly Status: string
}

export async function untilActive(client: Client): Promise<void> {
  await until('every server has left BUILD', async () => {
    const list = await client.show<ListedServer[]>(null, 'server', 'list', '--all-projects')
    const failed = list.filter(({ Status }) => Status === 'ERROR')
    if (failed.length > 0) throw new Error(`${failed.length} servers ended in ERROR`)
    return list.every(({ Status }) => Status !== 'BUILD')
  })
}

const LIMIT_MS = 240_000

export async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + LIMIT_MS
  while (!(await look())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
