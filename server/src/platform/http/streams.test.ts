import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { endStreamsOnClose, sendEvents } from './streams.ts'

async function* oneThenSilence() {
  yield { event: 'changed', data: { id: 7 } }
  await new Promise(() => {})
}

describe('an event stream', () => {
  it('gives what happens, and ends when the server does, which does not wait for it', async () => {
    const app = fastify()
    endStreamsOnClose(app)
    app.get('/events', async (_request, reply) => sendEvents(reply, oneThenSilence()))
    await app.listen({ port: 0, host: '127.0.0.1' })
    const answer = await fetch(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/events`)
    const beganMs = performance.now()
    const [text] = await Promise.all([
      answer.text(),
      new Promise((resolve) => setTimeout(resolve, 100)).then(() => app.close()),
    ])
    expect(text).toBe(': open\n\nevent: changed\ndata: {"id":7}\n\n')
    expect(performance.now() - beganMs).toBeLessThan(10_000)
  })
})
