import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { settlementOperations } from '@yunheng/contract'
import fc from 'fast-check'
import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import type { Ctx } from '../context.ts'
import type { FileDigests } from '../crypto/index.ts'
import { issuing, passDigested, type SentFile } from './issued.ts'
import { sendDownload } from './streams.ts'

const of = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex')

async function read(content: Readable): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece as Uint8Array)
  return Buffer.concat(pieces)
}

describe('a file that is noted', () => {
  it('R275: passes as it is, in whatever pieces, and is known by the digests that anybody works out', async () => {
    const pieces = fc.array(
      fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 20 })),
      {
        maxLength: 12,
      },
    )
    await fc.assert(
      fc.asyncProperty(pieces, async (given) => {
        const noted: FileDigests[] = []
        const bytes = Buffer.concat(
          given.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece))),
        )
        const out = await read(
          passDigested(Readable.from(given), async (digests) => {
            noted.push(digests)
          }),
        )
        expect(out.equals(bytes)).toBe(true)
        expect(noted).toEqual([
          { sha256: of('sha256', bytes), sm3: of('sm3', bytes), sizeBytes: bytes.length },
        ])
      }),
    )
  })

  it('is noted before its last piece goes', async () => {
    const seen: string[] = []
    const content = passDigested(Readable.from(['a', 'b', 'c']), async () => {
      seen.push('noted')
    })
    for await (const piece of content) seen.push(String(piece))
    expect(seen.indexOf('noted')).toBeLessThan(seen.indexOf('c'))
    expect(seen.filter((one) => one !== 'noted')).toEqual(['a', 'b', 'c'])
  })

  it('at once, as a buffer, is noted as well', async () => {
    const noted: FileDigests[] = []
    const out = await read(
      passDigested(Buffer.from('账单'), async (digests) => {
        noted.push(digests)
      }),
    )
    expect(out.toString()).toBe('账单')
    expect(noted[0]?.sizeBytes).toBe(6)
  })

  it('R275: is not noted when it breaks off, on whichever side', async () => {
    const noted: FileDigests[] = []
    const note = async (digests: FileDigests) => {
      noted.push(digests)
    }
    async function* endless() {
      for (;;) yield 'x'.repeat(70_000)
    }
    const source = Readable.from(endless())
    for await (const _ of passDigested(source, note)) break
    // What is no longer read is no longer made.
    await finished(source).catch(() => {})
    expect(source.destroyed).toBe(true)
    async function* failing() {
      yield 'a'
      throw new Error('the list ended early')
    }
    await expect(read(passDigested(Readable.from(failing()), note))).rejects.toThrow('ended early')
    expect(noted).toEqual([])
  })

  it('is not there whole when it cannot be noted', async () => {
    const pieces: string[] = []
    const content = passDigested(Readable.from(['a', 'b']), async () => {
      throw new Error('no database')
    })
    await expect(
      (async () => {
        for await (const piece of content) pieces.push(String(piece))
      })(),
    ).rejects.toThrow('no database')
    expect(pieces).not.toContain('b')
  })
})

describe('a download that is noted', () => {
  async function serve(content: Readable) {
    const noted: SentFile[] = []
    const app = fastify()
    const of = {
      // Handed on as it is.
      ctx: {} as Ctx,
      operation: settlementOperations.export,
      entry: {
        noun: 'settlement',
        objectId: 'sheet-1',
        bodyId: null,
        after: { filter: { settlementId: 'sheet-1', quarter: '2026Q3' } },
      },
      record: async (_: Ctx, file: SentFile) => {
        noted.push(file)
      },
    } as const
    const download = { fileName: '结算单.csv', contentType: 'text/csv', content, concerns: ['a', 'b'] }
    app.get('/file', async (_request, reply) => sendDownload(reply, issuing(download, of)))
    await app.listen({ port: 0, host: '127.0.0.1' })
    const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/file`
    return { noted, url, close: () => app.close() }
  }

  it('R275: says what it was of, and under which other filter, once whoever fetched it has the whole of it', async () => {
    const { noted, url, close } = await serve(Readable.from(['a', 'b', 'c']))
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer())
    expect(bytes.toString()).toBe('abc')
    expect(noted).toEqual([
      {
        operationId: 'settlement.export',
        noun: 'settlement',
        objectId: 'sheet-1',
        label: null,
        filter: { quarter: '2026Q3' },
        concerns: ['a', 'b'],
        fileName: '结算单.csv',
        sha256: of('sha256', bytes),
        sm3: of('sm3', bytes),
        sizeBytes: 3,
      },
    ])
    await close()
  })

  it('R275: that whoever fetched it breaks off is not noted, and no more of it is made', async () => {
    async function* endless() {
      for (;;) yield 'x'.repeat(100_000)
    }
    const content = Readable.from(endless())
    const { noted, url, close } = await serve(content)
    const gone = new AbortController()
    const answer = await fetch(url, { signal: gone.signal })
    await answer.body?.getReader().read()
    gone.abort()
    await finished(content).catch(() => {})
    expect([content.destroyed, noted]).toEqual([true, []])
    await close()
  })

  it('of which nothing is to be noted goes as it is', () => {
    const content = Readable.from(['a'])
    const download = { fileName: 'a', contentType: 'text/csv', content, issuedAs: null }
    const of = { ctx: {} as Ctx, operation: settlementOperations.export, entry: null, record: async () => {} }
    expect(issuing(download, of)).toBe(download)
  })
})
