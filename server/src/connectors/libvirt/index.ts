/** libvirt with QEMU/KVM on a few hosts: what a department's own machine room has, without any cloud software. */
import type { ConnectorKind } from '../../modules/cloud/connector.ts'
import type { Egress } from '../../platform/net/egress.ts'
import { LACKS, openConnector } from './connector.ts'
import { FIELDS } from './fields.ts'
import { parseHosts, parseSettings } from './settings.ts'

export function libvirtKind(ports: { readonly now: () => Date; readonly egress: Egress }): ConnectorKind {
  return {
    kind: 'libvirt',
    title: {
      zh: 'libvirt / QEMU（无云软件的虚拟化主机）',
      en: 'libvirt / QEMU (hosts without cloud software)',
    },
    fields: FIELDS,
    lacks: LACKS,
    async refuseEndpoint(endpoint) {
      for (const { address } of parseable(endpoint)) {
        // A socket of this machine is as near to the platform as its loopback.
        const refusal =
          address === null ? ports.egress.refuse('127.0.0.1') : await ports.egress.refuseHost(address)
        if (refusal !== null) return refusal
      }
      return null
    },
    connect: (settings) => openConnector(parseSettings(settings), ports.now, ports.egress),
  }
}

/** What is no list of hosts at all is said when it is opened. */
function parseable(endpoint: string) {
  try {
    return parseHosts(endpoint)
  } catch {
    return []
  }
}
