import { describe, expect, it } from 'vitest'
import { createLog } from './index.ts'

function captured(format: 'json' | 'text', level: 'info' | 'warn' = 'info') {
  const lines: string[] = []
  const log = createLog({ level, format }, { write: (line) => void lines.push(line) })
  return { log, lines, text: () => lines.join('') }
}

describe('the log', () => {
  it.each([
    ['at the top', { password: 'hunter2' }],
    ['in a body', { body: { newPassword: 'hunter2' } }],
    ['in headers', { req: { headers: { authorization: 'hunter2', 'set-cookie': 'hunter2' } } }],
    ['deep down', { cloud: { login: { user: { credentials: { a: 'hunter2' } } } } }],
    ['in an error', { err: new Error('connect postgresql://yunheng:hunter2@db/x refused') }],
  ])('never shows a secret %s', (_where, fields) => {
    const { log, text } = captured('json')
    log.info(fields, 'tried')
    expect(text()).toContain('redacted')
    expect(text()).not.toContain('hunter2')
  })

  it('never shows the password of an address in a message', () => {
    const { log, text } = captured('text')
    log.warn('no answer from https://admin:hunter2@cloud.example/v3')
    expect(text()).toContain('https://admin:[redacted]@cloud.example/v3')
  })

  it('writes one JSON object a line, with the request id of its child', () => {
    const { log, lines } = captured('json')
    log.child({ requestId: 'r-1' }).info({ status: 200 }, 'answered')
    expect(lines).toHaveLength(1)
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>
    expect(line).toMatchObject({ level: 'info', requestId: 'r-1', status: 200, msg: 'answered' })
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  })

  it('writes readable text with the stack of an error', () => {
    const { log, text } = captured('text')
    log.error({ err: new Error('no room'), pool: 'east 1' }, 'not placed')
    expect(text()).toMatch(/^\d\d:\d\d:\d\d ERROR not placed pool="east 1"\nError: no room\n {4}at /)
  })

  it('shows an error’s code and causes, and not the objects that hang on it', () => {
    const { log, lines } = captured('json')
    const cause = Object.assign(new Error('socket closed'), { code: 'ECONNRESET' })
    log.error({
      err: Object.assign(new Error('query failed', { cause }), { code: '57P01', client: { pool: {} } }),
    })
    const { err } = JSON.parse(lines[0] ?? '') as { err: Record<string, unknown> }
    expect(err).toMatchObject({ code: '57P01', message: 'query failed', cause: { code: 'ECONNRESET' } })
    expect(err).not.toHaveProperty('client')
  })

  it('keeps quiet below its level', () => {
    const { log, lines } = captured('json', 'warn')
    log.info('chatter')
    expect(lines).toEqual([])
  })
})
