import { describe, expect, it } from 'vitest'
import { useDatabase } from '../../../test/kit/database.ts'
import { SCOPE_ALL } from '../db/index.ts'
import { createIds } from '../ids.ts'
import { databaseBlobStore, flawOfBlob } from './index.ts'

const LIMIT = { mediaTypes: ['application/pdf', 'image/png', 'text/csv'], sizeBytesMax: 1000 }
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n')
const pdf = (more: object) => ({
  fileName: '交付单.pdf',
  mediaType: 'application/pdf',
  content: PDF,
  ...more,
})

describe('a file before it is kept', () => {
  it.each([
    ['a PDF under its own name', pdf({}), null],
    ['UTF-8 text', pdf({ mediaType: 'text/csv', content: Buffer.from('名称,数量\n') }), null],
    ['more than the limit', pdf({ content: Buffer.concat([PDF, Buffer.alloc(1000)]) }), 'too-large'],
    ['a program said to be a PDF', pdf({ content: Buffer.from('MZ\x90\x00\x03') }), 'type-mismatch'],
    ['a type that is not taken', pdf({ mediaType: 'text/html' }), 'type-mismatch'],
    [
      'bytes said to be text',
      pdf({ mediaType: 'text/csv', content: Buffer.from([0xff, 0xfe, 0x00]) }),
      'type-mismatch',
    ],
    ['nothing but the beginning', pdf({ content: Buffer.from('%PDF-') }), 'type-mismatch'],
    ['a path', pdf({ fileName: '../../etc/passwd' }), 'name-invalid'],
    ['a name that reads backwards', pdf({ fileName: 'a\u202efdp.exe' }), 'name-invalid'],
    ['a line break in the name', pdf({ fileName: 'a\r\nb.pdf' }), 'name-invalid'],
    ['no name', pdf({ fileName: '  ' }), 'name-invalid'],
  ])('%s', (_, file, flaw) => {
    expect(flawOfBlob(file, LIMIT)).toBe(flaw)
  })
})

describe('the store', () => {
  const db = useDatabase()
  const now = new Date('2026-09-15T04:00:00Z')
  const ctx = { clock: { now: () => now }, ids: createIds({ now: () => now }) }

  it('gives back the very bytes, with their SM3', async () => {
    const { database } = db.current
    const kept = await database.inTx(SCOPE_ALL, (tx) =>
      databaseBlobStore.put(tx, ctx, {
        fileName: 'a.txt',
        mediaType: 'text/plain',
        content: Buffer.from('abc'),
      }),
    )
    // GB/T 32905, first example.
    expect(kept.digest).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
    const found = await databaseBlobStore.find(database.as(SCOPE_ALL), kept.id)
    expect(found).toEqual({ ...kept, content: Buffer.from('abc') })
  })

  it('keeps nothing of a transaction that fails', async () => {
    const { database } = db.current
    let id = ''
    await database
      .inTx(SCOPE_ALL, async (tx) => {
        id = (await databaseBlobStore.put(tx, ctx, { fileName: 'a', mediaType: 'text/plain', content: PDF }))
          .id
        throw new Error('no')
      })
      .catch(() => {})
    expect(await databaseBlobStore.find(database.as(SCOPE_ALL), id)).toBeNull()
  })
})
