import { expect, test } from 'vitest'
import { draftSaver } from './draft-saver.ts'

/** A server that refuses what was not read last, and takes its time. */
function slowServer() {
  let version = 7
  const kept: string[] = []
  const put = async (values: string, over: number) => {
    await new Promise((done) => setTimeout(done, 5))
    if (over !== version) throw new Error(`stale: ${over}, not ${version}`)
    kept.push(values)
    version += 1
    return version
  }
  return { put, kept, version: () => version }
}

test('who submits while a save is due goes on with the version that the server holds, and saves once', async () => {
  const server = slowServer()
  const saver = draftSaver({ values: 'old', version: 7 }, server.put)
  const [submitting, due] = [saver.save('new'), saver.save('new')]
  expect(await Promise.all([submitting, due])).toEqual([8, 8])
  expect(server).toMatchObject({ kept: ['new'] })
  expect(server.version()).toBe(8)
  expect(saver.isSaved(JSON.stringify('new'))).toBe(true)
})

test('saves follow each other in the order of typing, each over the one before', async () => {
  const server = slowServer()
  const saver = draftSaver({ values: '', version: 7 }, server.put)
  await Promise.all(['a', 'ab', 'abc'].map((values) => saver.save(values)))
  expect(server.kept).toEqual(['a', 'ab', 'abc'])
})

test('a save that failed is told, is not taken for saved, and does not hold up the next one', async () => {
  const server = slowServer()
  let isDown = true
  const saver = draftSaver({ values: '', version: 7 }, (values: string, version) =>
    isDown ? Promise.reject(new Error('down')) : server.put(values, version),
  )
  await expect(saver.save('a')).rejects.toThrow('down')
  expect(saver.isSaved(JSON.stringify('a'))).toBe(false)
  isDown = false
  expect(await saver.save('a')).toBe(8)
})
