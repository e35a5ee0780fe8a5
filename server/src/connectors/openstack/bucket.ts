/**
 * Containers of the object store (Swift, and S3 before it). A container is found by its name alone and cannot be renamed: so
 * its name carries whose it is, and making it twice makes one. Each project has an account of its own, which only members
 * see: what is told are the containers of the projects in which we act.
 */
import type { ExternalId, Observed } from '../../modules/cloud/connector.ts'
import { isObject, type Json, listOrEmpty, textAt } from './answer.ts'
import type { Call, Query } from './call.ts'
import { refuse, unless } from './fault.ts'
import type { HttpAnswer } from './http-answer.ts'
import type { Kind } from './kind.ts'
import { containerName, resourceOfContainer } from './tag.ts'

const GIB = 1024 ** 3
const HEAD = {
  name: 'x-container-meta-yunheng-name',
  quota: 'x-container-meta-quota-bytes',
  objects: 'x-container-object-count',
  bytes: 'x-container-bytes-used',
  since: 'x-timestamp',
} as const

/** Plain names as they are, others encoded: an identifier goes through tables and addresses that take few letters. */
const PLAIN = /^[A-Za-z0-9-]{1,200}$/

export function bucketRef(projectRef: ExternalId, name: string): ExternalId {
  return PLAIN.test(name)
    ? `${projectRef}_${name}`
    : `${projectRef}__${Buffer.from(name).toString('base64url')}`
}

export function readBucketRef(
  ref: ExternalId,
): { readonly projectRef: ExternalId; readonly name: string } | null {
  const [, projectRef, coded, rest] = /^([A-Za-z0-9-]+)_(_?)([A-Za-z0-9_-]+)$/.exec(ref) ?? []
  if (projectRef === undefined || rest === undefined) return null
  return { projectRef, name: coded === '' ? rest : Buffer.from(rest, 'base64url').toString('utf8') }
}

/** A page of an account's containers; an account that was never used has none. */
export async function containers(call: Call, query: Query): Promise<readonly Json[]> {
  const { text } = await call.send('GET', 'object-store', [], { query: { ...query, format: 'json' } })
  let rows: unknown
  try {
    rows = JSON.parse(text)
  } catch {
    throw refuse('nonsense', 'GET object-store /: not JSON')
  }
  if (!Array.isArray(rows) || !rows.every(isObject)) throw refuse('nonsense', 'GET object-store /: no list')
  return rows
}

function figureIn(answer: HttpAnswer, name: string): number {
  const value = Number(answer.header(name) ?? '')
  if (answer.header(name) === null || !Number.isSafeInteger(value))
    throw refuse('nonsense', `HEAD of a container: no ${name}`)
  return value
}

function toObserved(projectRef: ExternalId, container: string, answer: HttpAnswer): Observed {
  const [objects, usedBytes] = [figureIn(answer, HEAD.objects), figureIn(answer, HEAD.bytes)]
  const quotaBytes = Number(answer.header(HEAD.quota) ?? '')
  const since = Number(answer.header(HEAD.since) ?? '')
  const name = readName(answer.header(HEAD.name)) ?? container
  return {
    kind: 'bucket',
    externalId: bucketRef(projectRef, container),
    resourceId: resourceOfContainer(container),
    projectRef,
    name,
    state: 'ready',
    nativeState: 'present',
    spec: { kind: 'bucket', name, ...(quotaBytes > 0 ? { quotaGiB: Math.round(quotaBytes / GIB) } : {}) },
    attributes: { container, objects, usedBytes },
    fault: null,
    createdAt: since > 0 ? new Date(since * 1000) : null,
  }
}

/** Heads hold few letters: the name for people lies there encoded. */
function readName(encoded: string | null): string | null {
  try {
    return encoded === null ? null : decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}

async function look(call: Call, container: string): Promise<Observed | null> {
  const answer = await unless('not-found', call.send('HEAD', 'object-store', [container]), null)
  return answer && toObserved(call.projectRef ?? (await call.token()).projectId, container, answer)
}

/** The container's name, where it is this project's. */
function containerOf(call: Call, ref: ExternalId): string | null {
  const read = readBucketRef(ref)
  return read !== null && (call.projectRef === null || read.projectRef === call.projectRef) ? read.name : null
}

async function write(call: Call, ref: ExternalId, headers: Readonly<Record<string, string>>): Promise<void> {
  const container = containerOf(call, ref)
  if (container === null) throw refuse('not-found', `no container ${ref}`)
  await call.send('POST', 'object-store', [container], { headers })
}

const headersOf = (name: string, quotaGiB: number) => ({
  [HEAD.name]: encodeURIComponent(name),
  [HEAD.quota]: String(quotaGiB * GIB),
})

async function remove(call: Call, ref: ExternalId): Promise<void> {
  const container = containerOf(call, ref)
  const seen = container === null ? null : await look(call, container)
  if (container === null || seen === null) return
  const { objects } = seen.attributes
  if (objects !== 0) throw refuse('conflict', `container ${container} still holds ${objects} objects`)
  await unless('not-found', call.send('DELETE', 'object-store', [container]), null)
}

/** Projects in which we have a role, and which are not switched off: nobody gets a token there. */
async function ownProjects(admin: Call): Promise<readonly ExternalId[]> {
  const query = { 'user.id': await admin.actorId() }
  const roles = listOrEmpty(await admin.get('identity', ['role_assignments'], query), 'role_assignments')
  const off = await admin.list('identity', ['projects'], 'projects', { enabled: false })
  const isOff = new Set(off.map((project) => textAt(project, 'id')))
  const ids = roles.flatMap(({ scope }) =>
    isObject(scope) && isObject(scope.project) ? [textAt(scope.project, 'id')] : [],
  )
  return [...new Set(ids)].filter((id) => !isOff.has(id)).sort()
}

/** Heads are asked for one by one, so many at a time. */
const AT_ONCE = 8

async function lookAtAll(call: Call, names: readonly string[]): Promise<readonly Observed[]> {
  const seen: (Observed | null)[] = []
  for (let start = 0; start < names.length; start += AT_ONCE)
    seen.push(...(await Promise.all(names.slice(start, start + AT_ONCE).map((name) => look(call, name)))))
  return seen.filter((one) => one !== null)
}

export const buckets: Kind<'bucket'> = {
  changes: {
    rename: (call, ref, { name }) => write(call, ref, { [HEAD.name]: encodeURIComponent(name) }),
    quota: (call, ref, { quotaGiB }) => write(call, ref, { [HEAD.quota]: String(quotaGiB * GIB) }),
  },
  async find(call, resourceId) {
    const seen = await look(call, containerName(resourceId))
    return seen === null ? [] : [seen]
  },
  async observe(call, ref) {
    const container = containerOf(call, ref)
    return container === null ? null : look(call, container)
  },
  async create(call, resourceId, { name, quotaGiB }) {
    if (!Number.isSafeInteger(quotaGiB * GIB) || quotaGiB < 1)
      throw refuse('invalid', `not a quota of a container: ${quotaGiB} GiB`)
    const container = containerName(resourceId)
    await call.send('PUT', 'object-store', [container], { headers: headersOf(name, quotaGiB) })
    const made = await look(call, container)
    if (made === null) throw refuse('nonsense', `container ${container} was made and is not there`)
    return made
  },
  remove,
  async *pages(call) {
    const limit = call.settings.pageSize
    for (const project of await ownProjects(call)) {
      const within = call.within(project)
      for (let marker = '', isLast = false; !isLast; ) {
        const rows = await containers(within, { limit, ...(marker === '' ? {} : { marker }) })
        const names = rows.map((row) => textAt(row, 'name'))
        isLast = rows.length < limit
        marker = names.at(-1) ?? ''
        if (names.length > 0) yield await lookAtAll(within, names)
      }
    }
  },
}
