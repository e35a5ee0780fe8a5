import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEgress } from '../../platform/net/egress.ts'
import { openHttp } from './http.ts'
import { wordsOfFault } from './probe-words.ts'

let asked = 0
const server = createServer((_, answer) => {
  asked++
  answer.end('{}')
})
let port = 0
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

const limits = { timeoutMs: 3000, maxAnswerBytes: 1000, connections: 2, ca: null }
const get = async (allowed: readonly string[], host: string) => {
  const http = openHttp({ ...limits, egress: createEgress({ allowed }) })
  const url = new URL(`http://${host}:${port}/`)
  try {
    return await http.send({ method: 'GET', url, headers: {}, signal: AbortSignal.timeout(3000) })
  } finally {
    await http.close()
  }
}

describe('addresses that a registration or a catalogue names (F20, SSRF)', () => {
  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433'])(
    'are not connected to when they lead to %s, and the reason is said in both languages',
    async (host) => {
      const before = asked
      const fault = await get([], host).catch((error: unknown) => error)
      expect(fault).toMatchObject({ fault: 'invalid' })
      expect(wordsOfFault(fault).zh).toContain('不允许连接')
      expect(wordsOfFault(fault).en).toContain('YUNHENG_CLOUD_NETWORKS')
      expect(asked).toBe(before)
    },
  )

  it('are connected to where the operator allows the network', async () => {
    expect((await get(['127.0.0.0/8', '::1'], 'localhost')).status).toBe(200)
    expect((await get(['127.0.0.1'], '127.0.0.1')).status).toBe(200)
  })
})
