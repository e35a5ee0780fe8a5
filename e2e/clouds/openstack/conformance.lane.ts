import { openCall } from '../../../server/src/connectors/openstack/call.ts'
import { openHttp } from '../../../server/src/connectors/openstack/http.ts'
import { createMemo } from '../../../server/src/connectors/openstack/memo.ts'
import { countDone } from '../../../server/src/connectors/openstack/server-once.ts'
import { openSession } from '../../../server/src/connectors/openstack/session.ts'
import { MAX_ANSWER_BYTES, parseSettings } from '../../../server/src/connectors/openstack/settings.ts'
import { describeConformance } from '../../../server/test/connector-conformance.ts'
import { EGRESS, EXTERNAL_NETWORK, IMAGE, LACKS, OPENSTACK, openOpenStack } from './open.ts'

/** Small enough that the few things of one run fill several pages. */
const PAGE_SIZE = 5

describeConformance(
  'openstack',
  async () => {
    const settings = parseSettings(OPENSTACK)
    const http = openHttp({ ...settings, maxAnswerBytes: MAX_ANSWER_BYTES, egress: EGRESS })
    const beside = { http, settings, session: openSession(http, settings), memo: createMemo() }
    return {
      connector: openOpenStack({ options: { pageSize: String(PAGE_SIZE) } }),
      image: IMAGE,
      externalNetwork: EXTERNAL_NETWORK,
      pageSize: PAGE_SIZE,
      pollMs: 300,
      countReboots: (server, projectRef) =>
        countDone(openCall(beside, projectRef, AbortSignal.timeout(30_000)), server, 'reboot'),
      /** By Swift's own interface, as a program of the tenant's would. */
      async putObject({ projectRef, attributes }, bytes) {
        const call = openCall(beside, projectRef, AbortSignal.timeout(30_000))
        const token = await call.token()
        const account = beside.session.endpoint(token, 'object-store')
        const said = await fetch(`${account}/${attributes.container}/one`, {
          method: bytes === null ? 'DELETE' : 'PUT',
          headers: { 'x-auth-token': token.id },
          ...(bytes === null ? {} : { body: 'x'.repeat(bytes) }),
        })
        if (!said.ok) throw new Error(`the object store said ${said.status}`)
      },
      close: () => http.close(),
    }
  },
  { lacks: LACKS },
)
