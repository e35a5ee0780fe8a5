/** The console's files, as they were built: hashed names for ever, the page itself asked for each time. */
import { existsSync, statSync } from 'node:fs'
import { join, normalize } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** True for a file below the directory; the page's own routes (`/requests/…`) are none. */
function isFile(root: string, path: string): boolean {
  const file = normalize(join(root, path))
  return file.startsWith(root) && (statSync(file, { throwIfNoEntry: false })?.isFile() ?? false)
}

/** Serves the console below `/`; every path that is no file is a page of it. No-op when it has not been built. */
export async function bindConsole(app: FastifyInstance, root: string): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) return
  await app.register(fastifyStatic, { root, serve: false, preCompressed: true, cacheControl: false })
  app.get('/*', async (request, reply) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname)
    if (path.startsWith('/api/')) return reply.callNotFound()
    if (path !== '/' && isFile(root, path)) {
      const lasting = path.startsWith('/assets/')
      reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
      return reply.sendFile(path)
    }
    // A missing picture or script is an error, not the page.
    if (/\.[a-z0-9]{1,5}$/i.test(path)) return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
