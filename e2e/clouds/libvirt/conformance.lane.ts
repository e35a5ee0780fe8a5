import { existsSync, readFileSync } from 'node:fs'
import { describeConformance } from '../../../server/test/connector-conformance.ts'
import { HOSTS, IMAGE, LIBVIRT, openLibvirt, STATE } from './open.ts'

/** Small enough that the few things of one run fill several pages. */
const PAGE_SIZE = 5

describeConformance(
  'libvirt',
  async () => ({
    connector: openLibvirt({ options: { ...LIBVIRT.options, pageSize: String(PAGE_SIZE) } }),
    image: IMAGE,
    externalNetwork: '',
    pageSize: PAGE_SIZE,
    pollMs: 300,
    // libvirt keeps a log of each machine, with a line for each start.
    countReboots: async (server, projectRef) => {
      const logs = HOSTS.map((host) => `${STATE}/${host}/log/qemu/yh.server.${projectRef}.${server}.log`)
      const log = logs.find(existsSync) ?? ''
      return readFileSync(log, 'utf8').split('starting up libvirt').length - 2
    },
  }),
  { lacks: ['router', 'security-group', 'snapshot', 'backup', 'floating-ip', 'load-balancer', 'bucket'] },
)
