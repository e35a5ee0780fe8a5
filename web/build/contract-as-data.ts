import { readdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

/**
 * The browser needs the operation records as data, not the library that builds them: schemas are plain JSON
 * once evaluated. Each contract file is run here and its records are emitted as literals, so neither typebox
 * nor the answers' schemas (which the server enforces) travel to the browser.
 */
const folder = fileURLToPath(new URL('../../contract/src/', import.meta.url))

export function contractAsData(): Plugin {
  return {
    name: 'yunheng:contract-as-data',
    enforce: 'pre',
    async load(id) {
      const file = id.split('?')[0] ?? ''
      if (dirname(file) !== folder.replace(/\/$/, '') || !file.endsWith('.ts')) return null
      return basename(file) === 'index.ts' ? door() : literals(await evaluate(basename(file)))
    },
  }
}

async function evaluate(name: string): Promise<Record<string, unknown>> {
  return await import(pathToFileURL(`${folder}${name}`).href)
}

/** `index.ts` re-exports from the file that holds the value; its big tables of everything stay behind. */
async function door(): Promise<string> {
  const index = await evaluate('index.ts')
  const files = (await readdir(folder)).filter((name) => /^[a-z-]+\.ts$/.test(name) && name !== 'index.ts')
  const homes = await Promise.all(files.map(async (name) => ({ name, exports: await evaluate(name) })))
  const lines = Object.entries(index).map(([name, value]) => {
    const home = homes.find((one) => one.exports[name] === value)
    if (home) return isData(value) ? `export { ${name} } from './${home.name}'` : ''
    return name === 'reasons' ? literal(name, textsOnly(value)) : ''
  })
  return lines.filter(Boolean).join('\n')
}

function literals(exports: Record<string, unknown>): string {
  return Object.entries(exports)
    .filter(([, value]) => isData(value))
    .map(([name, value]) => literal(name, name.endsWith('Operations') ? withoutAnswers(value) : value))
    .join('\n')
}

const literal = (name: string, value: unknown) =>
  `export const ${name} = /*#__PURE__*/ ${JSON.stringify(value)}`
const isData = (value: unknown) => value !== undefined && typeof value !== 'function'

/** Operation records, grouped or not, without the schema of what they answer. */
function withoutAnswers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { response, ...rest } = value as Record<string, unknown>
  if (response !== undefined && 'method' in rest) return rest
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutAnswers(inner)]))
}

function textsOnly(value: unknown): unknown {
  return Object.fromEntries(
    Object.entries(value as Record<string, { zh: string; en: string }>).map(([code, { zh, en }]) => [
      code,
      { zh, en },
    ]),
  )
}
