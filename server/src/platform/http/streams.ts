import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Download, EventSource } from './route.ts'

/** Sends a file under its UTF-8 name (RFC 6266). */
export async function sendDownload(reply: FastifyReply, download: Download): Promise<FastifyReply> {
  const name = encodeURIComponent(download.fileName)
  return reply
    .type(download.contentType)
    .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
    .send(download.content)
}

const KEEP_ALIVE_MS = 20_000

/** Server-sent events: one `event:`/`data:` pair per object, and a comment now and then so that proxies keep the line. */
export async function sendEvents(reply: FastifyReply, source: EventSource): Promise<FastifyReply> {
  const lines = new Readable({ read() {} })
  const beat = setInterval(() => lines.push(': still here\n\n'), KEEP_ALIVE_MS)
  const pump = async () => {
    lines.push(': open\n\n')
    for await (const { event, data } of source)
      lines.push(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  pump()
    .catch((error: unknown) => reply.log.warn({ err: error }, 'an event stream ended early'))
    .finally(() => {
      clearInterval(beat)
      lines.push(null)
    })
  lines.once('close', () => clearInterval(beat))
  return reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(lines)
}
