/** What a department's cloud held before it was brought in: most of it tells whose it is, some of it nobody knows. */
import { IMAGES, type SimulatedCloud } from '../connectors/simulated/index.ts'

interface Tenancy {
  readonly project: string
  readonly network: string
  readonly cidr: string
  readonly servers: readonly string[]
  readonly diskGiB: number
}

const TENANCIES: readonly Tenancy[] = [
  // Called like a system of the register: its owner can be proposed.
  {
    project: 'HC-LAND-ACQ',
    network: '征地业务网',
    cidr: '172.20.8.0/24',
    servers: ['征地前置-01', '征地前置-02', '征地档案库'],
    diskGiB: 500,
  },
  { project: '规划院旧项目', network: '旧项目网', cidr: '172.20.9.0/24', servers: ['tmp-ftp'], diskGiB: 200 },
]

export async function loadStock(cloud: SimulatedCloud): Promise<void> {
  for (const tenancy of TENANCIES) {
    const project = await cloud.make({ kind: 'project', name: tenancy.project, description: '' }, null)
    const networkRef = await cloud.make({ kind: 'network', name: tenancy.network }, project)
    const subnet = await cloud.make(
      { kind: 'subnet', name: `${tenancy.network}-1`, networkRef, cidr: tenancy.cidr, dnsServers: [] },
      project,
    )
    for (const name of tenancy.servers) {
      const server = await cloud.make(
        {
          kind: 'server',
          name,
          vcpus: 4,
          memoryMiB: 8192,
          rootDiskGiB: 60,
          image: IMAGES[0]?.id ?? '',
          subnetRefs: [subnet],
          securityGroupRefs: [],
          keyPairRef: null,
          zone: 'az-1',
          power: 'on',
          rebootGeneration: 0,
        },
        project,
      )
      const disk = {
        kind: 'volume',
        name: `${name}-数据`,
        sizeGiB: tenancy.diskGiB,
        volumeType: null,
      } as const
      const volume = await cloud.make({ ...disk, serverRef: null }, project)
      await cloud.alter('volume', volume, { serverRef: server })
    }
  }
}
