/** Our own API in a process of its own. Tells its parent the port. */
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { bindConsole } from '../../server/src/platform/http/index.ts'
import { openApi } from './api.ts'

const CONSOLE_DIR = fileURLToPath(new URL('../../web/dist/', import.meta.url))
const [url = ''] = process.argv.slice(2)
const { app } = await openApi(url)
if (process.argv.includes('--console')) await bindConsole(app, CONSOLE_DIR)
await app.listen({ host: '127.0.0.1', port: 0 })
process.on('disconnect', () => process.exit())
process.send?.({ port: (app.server.address() as AddressInfo).port })
