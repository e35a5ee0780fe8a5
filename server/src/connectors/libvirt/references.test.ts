import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { givenCloud } from '../../../test/kit/clouds.ts'
import { useServer } from '../../../test/kit/server.ts'

const server = useServer()
const MIGRATION = new URL('../../../migrations/1120-free-references-of-hosts.sql', import.meta.url)

describe('an installation that knew things by their host', () => {
  it('knows them by their ids alone, each once, and those of other clouds as before (R19)', async () => {
    const { owner } = server.current.database
    const hosts = await givenCloud(server.current)
    const other = await givenCloud(server.current)
    await owner.query("update cloud set kind = 'libvirt' where id = $1", [hosts.cloudId])
    const [one, twice, subnet, project] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
    const spec = JSON.stringify({ subnetRefs: [`kvm-1~${subnet}`], serverRef: null, name: `kvm-1~${one} 号` })
    const put = (cloudId: string, externalId: string, knownSince: string) =>
      owner.query(
        `insert into inventory_item (id, cloud_id, kind, external_id, project_ref, fingerprint, name, state, native_state,
           spec, attributes, first_seen_at, known_since)
         values (gen_random_uuid(), $1, 'server', $2, $3, gen_random_uuid(), 'x', 'ready', 'running', $4, '{}', $5, $5)`,
        [cloudId, externalId, `kvm-1~${project}`, spec, knownSince],
      )
    await put(hosts.cloudId, `kvm-1~${one}`, '2026-01-01')
    await put(hosts.cloudId, `kvm-1~${twice}`, '2026-01-01')
    await put(hosts.cloudId, `kvm-2~${twice}`, '2026-01-02')
    await put(other.cloudId, `kvm-1~${one}`, '2026-01-01')
    const client = await owner.connect()
    try {
      await client.query('begin')
      await client.query(await readFile(MIGRATION, 'utf8'))
      await client.query('commit')
    } finally {
      client.release()
    }
    const known = async (cloudId: string) =>
      (
        await owner.query(
          'select external_id, project_ref, spec from inventory_item where cloud_id = $1 order by external_id',
          [cloudId],
        )
      ).rows
    const rows = await known(hosts.cloudId)
    expect(rows.map((row) => row.external_id)).toEqual([one, twice, `kvm-1~${twice}`].sort())
    for (const row of rows)
      expect(row).toMatchObject({
        project_ref: project,
        spec: { subnetRefs: [subnet], serverRef: null, name: `kvm-1~${one} 号` },
      })
    expect(await known(other.cloudId)).toMatchObject([
      { external_id: `kvm-1~${one}`, project_ref: `kvm-1~${project}` },
    ])
  })
})
