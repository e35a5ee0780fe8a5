import type { Server } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Download, EventSource } from './route.ts'

/** Sends a file under its UTF-8 name (RFC 6266). */
export async function sendDownload(reply: FastifyReply, download: Download): Promise<FastifyReply> {
  const name = encodeURIComponent(download.fileName)
  if (download.sizeBytes !== undefined) reply.header('content-length', download.sizeBytes)
  return reply
    .type(download.contentType)
    .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
    .send(download.content)
}

const KEEP_ALIVE_MS = 20_000

/** Open event streams of each server, by the function that ends one. */
const openStreams = new WeakMap<Server, Set<() => void>>()

/** A stream never ends by itself: at the server's end it is ended, and the page connects to whoever serves next. */
export function endStreamsOnClose(app: FastifyInstance): void {
  const open = new Set<() => void>()
  openStreams.set(app.server, open)
  app.addHook('preClose', async () => {
    for (const end of open) end()
  })
}

/** Server-sent events: one `event:`/`data:` pair per object, and a comment now and then so that proxies keep the line. */
export async function sendEvents(reply: FastifyReply, source: EventSource): Promise<FastifyReply> {
  const lines = new Readable({ read() {} })
  const beat = setInterval(() => lines.push(': still here\n\n'), KEEP_ALIVE_MS)
  const open = openStreams.get(reply.server.server)
  const end = () => {
    clearInterval(beat)
    if (!open || open.delete(end)) lines.push(null)
  }
  open?.add(end)
  const pump = async () => {
    lines.push(': open\n\n')
    for await (const { event, data } of source) {
      if (open && !open.has(end)) return
      lines.push(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    }
  }
  pump()
    .catch((error: unknown) => reply.log.warn({ err: error }, 'an event stream ended early'))
    .finally(end)
  lines.once('close', () => {
    clearInterval(beat)
    open?.delete(end)
  })
  return reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(lines)
}
