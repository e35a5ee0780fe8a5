import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createLog } from '../log/index.ts'
import { StartupError } from '../startup-error.ts'
import { type Life, runProcess } from './index.ts'

function setting() {
  const events: string[] = []
  const complaints: string[] = []
  const log = createLog(
    { level: 'info', format: 'json' },
    { write: (line) => void events.push((JSON.parse(line) as { msg: string }).msg) },
  )
  const part =
    (name: string, stopMs = 0) =>
    async () => {
      events.push(`+${name}`)
      return {
        async stop() {
          await sleep(stopMs)
          events.push(`-${name}`)
        },
      }
    }
  const run = (body: (life: Life) => Promise<void>) =>
    runProcess({ log, stopTimeoutMs: 200, complain: (text) => complaints.push(text) }, body)
  return { events, complaints, part, run }
}

describe('runProcess', () => {
  it('stops the parts in the opposite order when the work is done', async () => {
    const { events, part, run } = setting()
    const code = await run(async (life) => {
      await life.start('database', part('database'))
      await life.start('http', part('http'))
    })
    expect(code).toBe(0)
    expect(events).toEqual(['+database', '+http', '-http', '-database'])
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'ends in order and well on %s, also when it comes thrice',
    async (signal) => {
      const { events, part, run } = setting()
      const code = await run(async (life) => {
        await life.start('http', part('http', 50))
        for (const times of [1, 2, 3]) setTimeout(() => process.kill(process.pid, signal), times * 10)
        await life.untilAsked()
        events.push('draining')
      })
      expect(code).toBe(0)
      expect(events).toEqual(['+http', 'asked to end', 'draining', '-http'])
    },
  )

  it('gives up a start that is interrupted, and stops what had started', async () => {
    const { events, part, run, complaints } = setting()
    const code = await run(async (life) => {
      await life.start('database', part('database'))
      process.kill(process.pid, 'SIGTERM')
      await sleep(20)
      await life.start('http', part('http'))
    })
    expect(code).toBe(0)
    expect(events).toEqual(['+database', 'asked to end', '-database'])
    expect(complaints).toEqual([])
  })

  it('says why a start is refused, stops what had started, and ends with the refusal’s code', async () => {
    const { events, part, run, complaints } = setting()
    const code = await run(async (life) => {
      await life.start('database', part('database'))
      throw new StartupError({ zh: '端口被占用', en: 'The port is taken' }, { exitCode: 4 })
    })
    expect(code).toBe(4)
    expect(events).toEqual(['+database', '-database'])
    expect(complaints).toEqual(['端口被占用\nThe port is taken'])
  })

  it('goes on to the next part when one does not stop in time or fails to, and reports it', async () => {
    const { events, part, run } = setting()
    const code = await run(async (life) => {
      await life.start('database', part('database'))
      await life.start('broken', async () => ({ stop: () => Promise.reject(new Error('stuck')) }))
      await life.start('slow', part('slow', 1_000))
    })
    expect(code).toBe(1)
    expect(events).toEqual([
      '+database',
      '+slow',
      'did not stop in time; going on without it',
      'did not stop in order',
      '-database',
    ])
  })
})
