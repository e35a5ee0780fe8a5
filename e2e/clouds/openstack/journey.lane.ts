/**
 * The main flow (DESIGN §4) on a real OpenStack, through the API alone: real processes, people who sign in, the cloud
 * registered by its form. What came of it is asked of the OpenStack command-line client, which knows nothing of us.
 */
import {
  auditOperations,
  cloudOperations,
  type Resource,
  type ResourceKind,
  resourceOperations as resources,
} from '@yunheng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  aboutResources,
  approveRequest,
  aRequest,
  cancelRequest,
  confirmDelivery,
  eventually,
  findPlanId,
  getRequest,
  getResource,
  givenSystem,
  submitRequest,
  untilLevel,
  untilRequest,
  well,
} from '../../../server/test/kit/journey.ts'
import { command, openstack, openstackIn } from './command-line.ts'
import { IMAGE, KINDS } from './open.ts'
import { expectNothingLeft, startPlatformOnOpenStack } from './platform.ts'
import { useScratchDatabase } from './scratch.ts'

type Row = Record<string, unknown>

const PUBLIC_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO/cdY73vjCDPkcTEpZyY3OeVv2VoT35g7VgdrmFF0/n conformance'
const HTTPS_IN = {
  direction: 'ingress',
  protocol: 'tcp',
  portFrom: 443,
  portTo: 443,
  remoteCidr: '0.0.0.0/0',
} as const

/** Loaded machines take their time; nothing here is judged by the clock. */
const LIMIT_MS = 600_000

describe('from a draft to a running server on the real OpenStack, and back', { timeout: LIMIT_MS }, () => {
  const scratch = useScratchDatabase('journey')
  let platform: Awaited<ReturnType<typeof startPlatformOnOpenStack>>
  let systemId = ''
  const plans = {
    server: '',
    bigger: '',
    volume: '',
    network: '',
    address: '',
    firewall: '',
    balancer: '',
    bucket: '',
  }
  let secondServerId = ''
  /** A server whose root disk is a volume, and that volume. */
  const onVolume = { server: '', root: '' }
  const hasBuckets = KINDS.includes('bucket')
  const ids: Partial<Record<ResourceKind, string>> = {}

  beforeAll(async () => {
    platform = await startPlatformOnOpenStack(scratch.url)
    await platform.startWorker()
    systemId = await givenSystem(platform)
    plans.server = await findPlanId(platform, 'cloud-host', 'c2m4')
    plans.bigger = await findPlanId(platform, 'cloud-host', 'c4m8')
    plans.volume = await findPlanId(platform, 'cloud-storage', 'general-ssd')
    plans.network = await findPlanId(platform, 'virtual-network', 'private-network')
    plans.address = await findPlanId(platform, 'virtual-network', 'public-address')
    plans.firewall = await findPlanId(platform, 'cloud-firewall', 'rule-set')
    plans.bucket = await findPlanId(platform, 'object-storage', 'standard')
    plans.balancer = await findPlanId(platform, 'load-balancing', 'standard')
  }, LIMIT_MS)

  afterAll(async () => {
    await platform?.stop()
  }, 600_000)

  const idOf = (kind: ResourceKind): string => ids[kind] ?? ''
  const resourceOf = (kind: ResourceKind) => getResource(platform, idOf(kind))
  /** What the cloud calls it. */
  const refOf = async (kind: ResourceKind) => (await resourceOf(kind)).observed?.externalId ?? ''
  const applicant = () => platform.world.people.departmentApplicant

  async function listOf(kind: ResourceKind) {
    const query = { systemId, kind }
    return (await well(platform.call(applicant(), resources.list, { query }))).items
  }

  type Act = 'start' | 'stop' | 'reboot' | 'rescue' | 'unrescue' | 'reinstall' | 'detach' | 'release'
  const act = (kind: ResourceKind, verb: Act) => actOn(idOf(kind), verb)
  async function actOn(id: string, verb: Act): Promise<Resource> {
    const { version } = await getResource(platform, id)
    const reasons = { release: null, reinstall: '系统损坏' } as Partial<Record<Act, string | null>>
    const body = verb in reasons ? { version, reason: reasons[verb] } : { version }
    const operation = resources[verb] as typeof resources.release
    await well(platform.call(applicant(), operation, { params: { id }, body: body as never }))
    return verb === 'release' ? getResource(platform, id) : untilLevel(platform, id)
  }
  /** As if the seven days were over; said until all is gone, since a worker that is just looking writes down its next look. */
  async function endCooling(): Promise<void> {
    await eventually('what cooled off is gone', async () => {
      const { rowCount } = await platform.database.owner.query(
        `update resource set cooling_until = least(cooling_until, now()), look_at = now()
         where cooling_until is not null and released_at is null`,
      )
      return rowCount === 0
    })
  }
  async function attach(kind: ResourceKind): Promise<Resource> {
    const { id, version } = await resourceOf(kind)
    const body = { version, serverId: idOf('server') }
    await well(platform.call(applicant(), resources.attach, { params: { id }, body }))
    return untilLevel(platform, id)
  }

  async function delivered(body: ReturnType<typeof aRequest>) {
    const { id } = await submitRequest(platform, body)
    expect(await approveRequest(platform, id)).toEqual(['department-approver', 'regulator-centre'])
    const request = await untilRequest(platform, id, 'delivered')
    for (const resource of request.lines.flatMap((line) => line.resources))
      ids[resource.kind as ResourceKind] ??= resource.id
    expect((await confirmDelivery(platform, id)).state).toBe('completed')
    return request
  }

  it('registers the cloud with its credentials, and the probe finds all well (R42)', async () => {
    const params = { id: platform.place.cloud.id }
    const cloud = await well(platform.call(platform.world.people.centre, cloudOperations.probe, { params }))
    expect(cloud).toMatchObject({ state: 'healthy', isSimulated: false, credentialNames: ['password'] })
    expect(cloud.findings.length).toBeGreaterThan(4)
    expect(cloud.findings.filter((each) => !each.ok)).toEqual([])
    expect(JSON.stringify(cloud)).not.toContain('ost-secret')
  })

  it('delivers a network and a rule set after the approvals that the rule names (R62, R63)', async () => {
    const request = await delivered(
      aRequest(systemId, [
        { planId: plans.network, parameters: { cidr: '10.66.0.0/24' } },
        { planId: plans.firewall, parameters: { rules: [HTTPS_IN] } },
      ]),
    )
    expect(request.lines[0]?.placements[0]?.cloud.isSimulated).toBe(false)
    const group = await openstack<Row>('security', 'group', 'show', await refOf('security-group'))
    expect(JSON.stringify(group.rules)).toContain('443')
    const subnet = await openstack<Row>('subnet', 'show', await refOf('subnet'))
    expect(subnet).toMatchObject({ cidr: '10.66.0.0/24', network_id: await refOf('network') })
    // The department reads what keeps it apart from others with the same addresses.
    const network = await openstack<Row>('network', 'show', await refOf('network'))
    expect((await resourceOf('network')).observed?.attributes).toMatchObject({
      networkType: 'vxlan',
      vni: network['provider:segmentation_id'],
    })
  })

  it('delivers a server with key, volume and address, and the client sees it run (R41, R60, R61, R62)', async () => {
    const { cloud } = platform.place
    const key = { systemId, cloudId: cloud.id, name: 'ops', publicKey: PUBLIC_KEY }
    ids['key-pair'] = (await well(platform.call(applicant(), resources.createKeyPair, { body: key }))).id
    await untilLevel(platform, idOf('key-pair'))
    const own = (await listOf('subnet')).find((each) => each.plan === null)?.id ?? ''
    const parameters = {
      image: IMAGE,
      rootDiskGiB: 20,
      subnetIds: [own, idOf('subnet')],
      securityGroupIds: [idOf('security-group')],
      keyPairId: idOf('key-pair'),
    }
    const request = await delivered(
      aRequest(systemId, [
        { planId: plans.server, parameters },
        { planId: plans.volume, parameters: { sizeGiB: 10 } },
        { planId: plans.address, parameters: { bandwidthMbps: 5 } },
        { planId: plans.server, parameters: { image: IMAGE, rootDiskGiB: 20 } },
        {
          planId: plans.server,
          parameters: { image: IMAGE, rootDiskGiB: 20, bootFromVolume: true },
        },
        ...(hasBuckets ? [{ planId: plans.bucket, parameters: { sizeGiB: 10 } }] : []),
      ]),
    )
    secondServerId = request.lines[3]?.resources[0]?.id ?? ''
    const made = request.lines[4]?.resources ?? []
    onVolume.server = made.find(({ kind }) => kind === 'server')?.id ?? ''
    onVolume.root = made.find(({ kind }) => kind === 'volume')?.id ?? ''
    await attach('volume')
    await attach('floating-ip')

    const server = await resourceOf('server')
    const ref = await refOf('server')
    const [volume, address] = await Promise.all([
      openstack<Row>('volume', 'show', await refOf('volume')),
      openstack<Row>('floating', 'ip', 'show', await refOf('floating-ip')),
    ])
    // Nova hears of the address from Neutron a moment later.
    const seen = await eventually('Nova tells of the address', async () => {
      const shown = await openstack<Row>('server', 'show', ref)
      return JSON.stringify(shown.addresses).includes(String(address.floating_ip_address)) && shown
    })
    expect(seen).toMatchObject({ status: 'ACTIVE', name: server.name })
    expect(String(seen.key_name)).toBe(await refOf('key-pair'))
    expect(JSON.stringify(seen.tags)).toContain(`yunheng:resource=${server.id}`)
    expect(JSON.stringify(seen.volumes_attached)).toContain(await refOf('volume'))
    expect(JSON.stringify(seen.addresses)).toMatch(/10\.66\.0\.\d+/)
    expect(JSON.stringify(seen.addresses)).toMatch(/10\.10\.\d+\.\d+/)
    expect(volume).toMatchObject({ status: 'in-use', size: 10 })
  })

  const refOfId = async (id: string) => (await getResource(platform, id)).observed?.externalId ?? ''
  const showRoot = async () => openstack<Row>('volume', 'show', await refOfId(onVolume.root))

  it('delivered with it: a server that starts from a volume, which is no one’s to detach (R60, R61)', async () => {
    const server = await openstack<Row>('server', 'show', await refOfId(onVolume.server))
    // The client’s words for a server without an image of its own.
    expect(String(server.image)).toMatch(/booted from volume|^$/)
    expect(JSON.stringify(server.volumes_attached)).toContain(await refOfId(onVolume.root))
    expect(await showRoot()).toMatchObject({ status: 'in-use', size: 20, bootable: 'true' })
    const { version } = await getResource(platform, onVolume.root)
    const params = { id: onVolume.root }
    const answer = await platform.call(applicant(), resources.detach, { params, body: { version } })
    expect(answer.problem.reason).toBe('resource.root_volume')
  })

  it.runIf(hasBuckets)('delivered with it: a bucket that takes what its limit lets in (R61)', async () => {
    const bucket = await resourceOf('bucket')
    const container = String(bucket.observed?.attributes.container)
    expect(bucket.observed).toMatchObject({ spec: { quotaGiB: 10 }, attributes: { objects: 0 } })
    const project = (await listOf('project'))[0]?.id ?? ''
    const shown = await openstackIn<Row>(await refOfId(project), 'container', 'show', container)
    expect(shown).toMatchObject({ container, object_count: '0' })
  })

  it('stops, starts and reboots it by the department’s own hand (R41, R60)', async () => {
    const ref = await refOf('server')
    await act('server', 'stop')
    expect(await openstack<Row>('server', 'show', ref)).toMatchObject({ status: 'SHUTOFF' })
    await act('server', 'start')
    expect(await openstack<Row>('server', 'show', ref)).toMatchObject({ status: 'ACTIVE' })
    await act('server', 'reboot')
    const events = await openstack<Row[]>('server', 'event', 'list', ref)
    const count = (action: string) => events.filter((event) => event.Action === action).length
    expect([count('stop'), count('start'), count('reboot')]).toEqual([1, 1, 1])
  })

  it('shows its screen to the department alone, and rescues it, where the cloud can (R41, R60)', async () => {
    const params = { id: idOf('server') }
    const screen = await well(platform.call(applicant(), resources.console, { params, body: {} }))
    const token = new URL(decodeURIComponent(screen.url)).search
    expect(token.length).toBeGreaterThan(20)
    const { centre } = platform.world.people
    expect((await platform.call(centre, resources.console, { params, body: {} })).status).toBe(403)
    // Whoever has the address is let in: it is told once and kept nowhere.
    const { rows } = await platform.database.owner.query(
      `select row_to_json(a)::text from audit_pending a where act = 'resource.console'
       union all select row_to_json(a)::text from audit_entry a where act = 'resource.console'`,
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(screen.url.slice(-20))

    expect((await act('server', 'rescue')).observed).toMatchObject({ nativeState: 'RESCUE' })
    expect((await act('server', 'unrescue')).observed).toMatchObject({ nativeState: 'ACTIVE' })
  })

  it('reinstalls a server that starts from a volume, and rescues it where an image is meant for that (R60)', async () => {
    const { server: id, root } = onVolume
    const refs = [await refOfId(id), await refOfId(root)]
    // The cloud was brought up without such an image: it says so before anything is asked of it.
    const { actions, version } = await getResource(platform, id)
    expect(actions.rescue).toMatchObject({ allowed: false, reason: 'resource.cloud_cannot_this' })
    const refused = await platform.call(applicant(), resources.rescue, { params: { id }, body: { version } })
    expect(refused.problem.reason).toBe('resource.cloud_cannot_this')
    await actOn(id, 'reinstall')
    expect([await refOfId(id), await refOfId(root)]).toEqual(refs)
    expect(await getResource(platform, root)).toMatchObject({ agreement: 'level', conditions: [] })
    const events = await openstack<Row[]>('server', 'event', 'list', await refOfId(id))
    expect(events.filter((event) => event.Action === 'rebuild')).toHaveLength(1)
    expect(await showRoot()).toMatchObject({ status: 'in-use', size: 20 })
  })

  it('delivers a load balancer through the API of the cloud, and puts back what somebody changed there (R68)', async () => {
    const serverIds = [idOf('server'), secondServerId]
    const parameters = { protocol: 'tcp', algorithm: 'least-connections', port: 443, serverIds }
    await delivered(aRequest(systemId, [{ planId: plans.balancer, parameters }]))
    const balancer = await resourceOf('load-balancer')
    expect(balancer.standsOn.map((one) => one.id)).toEqual(expect.arrayContaining(serverIds))
    const seen = await openstack<Row>('loadbalancer', 'show', await refOf('load-balancer'))
    expect(seen).toMatchObject({
      provisioning_status: 'ACTIVE',
      name: balancer.name,
      description: `yunheng:resource=${balancer.id}`,
    })
    const pool = String(seen.pools)
    const members = await openstack<Row[]>('loadbalancer', 'member', 'list', pool)
    expect(members.map((one) => one.protocol_port)).toEqual([443, 443])

    await command('loadbalancer', 'pool', 'set', '--lb-algorithm', 'SOURCE_IP', pool)
    await platform.database.owner.query('update resource set look_at = now() where id = $1', [balancer.id])
    const drifted = await eventually('it is seen', async () => {
      const now = await resourceOf('load-balancer')
      // While the cloud still carries the change out, there is nothing to be put back yet.
      return now.agreement === 'tilted' && now.actions.retry.allowed && now
    })
    expect(drifted.differences).toMatchObject([
      { field: 'listeners', observed: expect.stringContaining('source-address') },
    ])
    const body = { version: drifted.version }
    await well(platform.call(applicant(), resources.retry, { params: { id: balancer.id }, body }))
    await untilLevel(platform, balancer.id)
    expect(await openstack<Row>('loadbalancer', 'pool', 'show', pool)).toMatchObject({
      lb_algorithm: 'LEAST_CONNECTIONS',
    })
  })

  it('lets the volume go, takes it up again and takes a snapshot of it (R61)', async () => {
    const ref = await refOf('volume')
    await act('volume', 'detach')
    expect(await openstack<Row>('volume', 'show', ref)).toMatchObject({ status: 'available' })
    await attach('volume')
    expect(await openstack<Row>('volume', 'show', ref)).toMatchObject({ status: 'in-use' })
    const id = idOf('volume')
    const snapshot = await well(
      platform.call(applicant(), resources.snapshot, { params: { id }, body: { name: 'before-upgrade' } }),
    )
    ids.snapshot = snapshot.id
    await untilLevel(platform, snapshot.id)
    const seen = await openstack<Row>('volume', 'snapshot', 'show', await refOf('snapshot'))
    expect(seen).toMatchObject({ status: 'available', volume_id: ref })
  })

  it('resizes the server and extends the volume by an approved change (R60, R61)', async () => {
    await delivered(
      aRequest(
        systemId,
        [
          {
            planId: plans.bigger,
            resourceId: idOf('server'),
            parameters: { image: IMAGE, rootDiskGiB: 20 },
          },
          { planId: plans.volume, resourceId: idOf('volume'), parameters: { sizeGiB: 20 } },
          {
            planId: plans.bigger,
            resourceId: onVolume.server,
            parameters: { image: IMAGE, rootDiskGiB: 40 },
          },
          ...(hasBuckets
            ? [{ planId: plans.bucket, resourceId: idOf('bucket'), parameters: { sizeGiB: 30 } }]
            : []),
        ],
        { kind: 'change', termMonths: null },
      ),
    )
    const seen = await openstack<Row>('server', 'show', await refOf('server'))
    expect(seen.status).toBe('ACTIVE')
    expect(JSON.stringify(seen.flavor)).toContain('yh-4c-8192m-20g')
    expect(await openstack<Row>('volume', 'show', await refOf('volume'))).toMatchObject({ size: 20 })
    // What starts from a volume has its disk there: that is what grew.
    const other = await openstack<Row>('server', 'show', await refOfId(onVolume.server))
    expect(JSON.stringify(other.flavor)).toContain('yh-4c-8192m')
    await untilLevel(platform, onVolume.root)
    expect(await showRoot()).toMatchObject({ size: 40 })
    if (hasBuckets) expect((await resourceOf('bucket')).observed?.spec).toMatchObject({ quotaGiB: 30 })
  })

  it('renews the term after an approval of its own', async () => {
    const before = (await resourceOf('server')).expiresAt ?? ''
    const { id } = await submitRequest(
      platform,
      aboutResources('renew', systemId, [idOf('server'), idOf('volume')]),
    )
    await approveRequest(platform, id)
    await untilRequest(platform, id, 'completed')
    const after = (await resourceOf('server')).expiresAt ?? ''
    const days = (Date.parse(after) - Date.parse(before)) / 86_400_000
    expect(days).toBeGreaterThan(360)
    expect(days).toBeLessThan(370)
  })

  it('gives everything back after the cooling-off time; the client finds nothing left (R41, R60, R61, R62)', async () => {
    const refs = new Map<string, string>()
    for (const kind of Object.keys(ids) as ResourceKind[]) refs.set(kind, await refOf(kind))
    for (const [what, id] of Object.entries(onVolume)) refs.set(`on volume: ${what}`, await refOfId(id))
    for (const kind of ['project', 'network', 'subnet', 'router', 'security-group'] as const)
      for (const each of await listOf(kind)) {
        const { observed } = await getResource(platform, each.id)
        refs.set(`${kind} ${each.name}`, observed?.externalId ?? '')
      }
    expect([...refs.values()].every((ref) => ref !== '')).toBe(true)

    const kinds = [
      'server',
      'volume',
      'floating-ip',
      'network',
      'subnet',
      'security-group',
      'load-balancer',
      ...(hasBuckets ? (['bucket'] as const) : []),
    ] as const
    // With a server goes the volume that it starts from.
    const all = [...kinds.map(idOf), secondServerId, onVolume.server]
    const release = aboutResources('release', systemId, all)
    const { id } = await submitRequest(platform, release)
    await approveRequest(platform, id)
    const cooling = await eventually('stopped, to be restored', async () => {
      const server = await resourceOf('server')
      return (server.observed?.nativeState === 'SHUTOFF' || server.observed === null) && server
    })
    expect(cooling).toMatchObject({ state: 'cooling-off' })
    expect(await openstack<Row>('server', 'show', await refOf('server'))).toMatchObject({ status: 'SHUTOFF' })
    await endCooling()
    expect(await resourceOf('server')).toMatchObject({ state: 'released' })
    await act('key-pair', 'release')
    await endCooling()
    await untilRequest(platform, id, 'completed')
    await expectNothingLeft(platform, [...refs.values()])
  })

  it('cancelled half way through its provisioning, a request leaves nothing: cloud, pool, quota (R60, R62)', async () => {
    const line = { planId: plans.server, quantity: 2, parameters: { image: IMAGE, rootDiskGiB: 20 } }
    const { id } = await submitRequest(platform, aRequest(systemId, [line]))
    await approveRequest(platform, id)
    const refs = await eventually('some of it stands', async () => {
      const { rows } = await platform.database.owner.query<{ external_id: string }>(
        'select external_id from resource where released_at is null and external_id is not null',
      )
      return rows.length >= 3 && rows.map((row) => row.external_id)
    })
    expect((await getRequest(platform, id)).state).toBe('provisioning')
    expect((await cancelRequest(platform, id)).state).toBe('cancelled')
    await expectNothingLeft(platform, refs)
  })

  it('audit verify is sound, and names the entry in which one byte was changed by hand (R56)', async () => {
    await eventually('everything is sealed', async () => {
      const { rows } = await platform.database.owner.query('select 1 from audit_pending limit 1')
      return rows.length === 0
    })
    const sound = await platform.run('audit', 'verify')
    expect(sound).toMatchObject({ code: 0 })
    const log = await well(
      platform.call(platform.world.people.auditAdmin, auditOperations.list, { query: {} }),
    )
    expect(log.items.length).toBeGreaterThan(20)
    const { owner } = platform.database
    const entry = await owner.query<{ seq: string }>(
      "select seq from audit_entry where act = 'request.confirm' order by seq limit 1",
    )
    const seq = entry.rows[0]?.seq
    await owner.query(`begin; alter table audit_entry disable trigger all;
      update audit_entry set content = replace(content::text, 'completed', 'complfted')::json where seq = ${seq};
      alter table audit_entry enable trigger all; commit`)
    const broken = await platform.run('audit', 'verify')
    expect(broken.code).not.toBe(0)
    expect(broken.out).toContain(String(seq))
  })
})
