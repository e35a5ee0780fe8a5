/** A cloud that shows a million servers, as its API would send them: pages of JSON in a file, and the same rows ready for COPY. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { contentOf } from '../../server/src/modules/inventory/index.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { createCopyRows, type Database } from '../../server/src/platform/db/index.ts'
import { createIds } from '../../server/src/platform/ids.ts'
import { type PageJson, toItems } from './json-connector.ts'

const PAGE = 1_000

export interface ScanWorld {
  readonly cloudId: string
  /** One page of JSON a line. */
  readonly pages: string
  /** Binary COPY of the whole row, for the inventory's own table. */
  readonly rows: string
  /** Binary COPY of the same content with its JSON as text, for a staging table. */
  readonly staged: string
}

function pageOf(first: number, count: number): string {
  const items = Array.from({ length: count }, (_, at) => {
    const n = first + at
    const ref = `${hex(n * 2_654_435_761, 8)}-${hex(n >> 8, 4)}-4000-8000-${hex(n, 12)}`
    const project = `${hex(Math.floor(n / 40), 32)}`
    return {
      kind: 'server',
      externalId: ref,
      resourceId: n % 3 === 0 ? `01900000-0000-7000-8000-${hex(n, 12)}` : null,
      projectRef: project,
      name: `vm-${n}-政务应用服务器`,
      state: 'ready',
      nativeState: 'ACTIVE',
      spec: {
        kind: 'server',
        name: `vm-${n}-政务应用服务器`,
        vcpus: 1 << (n % 5),
        memoryMiB: 1024 << (n % 5),
        rootDiskGiB: 40,
        image: 'b4bb6a2a-7c1e-4a7c-9d9b-5a1f6e2f1c11',
        keyPairRef: null,
        zone: `az-${n % 3}`,
        power: 'on',
        rebootGeneration: 0,
        subnetRefs: [`${project.slice(0, 8)}-aaaa-4bbb-8ccc-ddddeeeeffff`],
        securityGroupRefs: [],
      },
      attributes: {
        addresses: [`10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`],
        task: null,
        host: `host-${n % 3000}`,
      },
      fault: null,
      createdAt: new Date(1_750_000_000_000 + n * 1000).toISOString(),
    }
  })
  return JSON.stringify({ kind: 'server', items })
}

const hex = (value: number, length: number) =>
  Math.abs(Math.trunc(value)).toString(16).slice(-length).padStart(length, '0')

export async function writeScanWorld(database: Database, dir: string, resources: number): Promise<ScanWorld> {
  const ids = createIds(systemClock)
  const cloudId = await writeCloud(database, ids.next)
  const files = { pages: `${dir}/pages.ndjson`, rows: `${dir}/rows.copy`, staged: `${dir}/staged.copy` }
  const [pages, rows, staged] = [files.pages, files.rows, files.staged].map((path) => createWriteStream(path))
  if (!pages || !rows || !staged) throw new Error('three files')
  const [whole, text] = [createCopyRows(), createCopyRows()]
  const now = new Date()
  for (let first = 0; first < resources; first += PAGE) {
    const json = pageOf(first, Math.min(PAGE, resources - first))
    whole.reset()
    text.reset()
    for (const item of toItems(JSON.parse(json) as PageJson)) {
      const content = contentOf(item)
      whole.row(17)
      whole.uuid(ids.next())
      whole.uuid(cloudId)
      text.row(13)
      for (const target of [whole, text]) {
        target.text(content.kind)
        target.text(content.externalId)
        target.uuid(content.fingerprint)
        target.text(content.projectRef)
        target.text(content.name)
        target.text(content.state)
        target.text(content.nativeState)
        for (const value of [content.spec, content.attributes]) {
          if (target === whole) target.json(value)
          else target.text(value)
        }
        target.text(content.fault)
        target.text(content.tag)
        target.uuid(content.resourceId)
        target.instant(content.createdAt)
      }
      whole.instant(now)
      whole.instant(now)
    }
    pages.write(`${json}\n`)
    const isLast = first + PAGE >= resources
    for (const [stream, target] of [
      [rows, whole],
      [staged, text],
    ] as const) {
      // One COPY over many batches: its head once, its end once.
      const bytes = Buffer.from(target.bytes())
      const part = bytes.subarray(first === 0 ? 0 : 19, isLast ? bytes.length : bytes.length - 2)
      if (!stream.write(part)) await once(stream, 'drain')
    }
  }
  for (const stream of [pages, rows, staged]) {
    stream.end()
    await finished(stream)
  }
  return { cloudId, ...files }
}

/** The least that a scan needs: a cloud of a provider in a region. */
export async function writeCloud({ owner }: Database, nextId: () => string): Promise<string> {
  const [region, provider, cloud] = [nextId(), nextId(), nextId()]
  await owner.query(
    `insert into region (id, level, code, name, path, created_at) values ($1::uuid, 'province', '990000', '省', '/' || $1, now())`,
    [region],
  )
  await owner.query(
    `insert into body (id, region_id, kind, provider_type, name, short_name, path, created_at)
     values ($1::uuid, $2, 'provider', 'cloud-operator', '云服务商', '云商', '/' || $1, now())`,
    [provider, region],
  )
  await owner.query(
    `insert into cloud (id, code, name, provider_body_id, kind, endpoint, options, credential_names, state, findings, created_at)
     values ($1, 'c', '云', $2, 'simulated', 'simulated://bench', '{}', '{}', 'healthy', '[]', now())`,
    [cloud, provider],
  )
  return cloud
}
