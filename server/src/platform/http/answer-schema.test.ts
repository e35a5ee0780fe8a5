import { operations, Type } from '@yunheng/contract'
import fastify from 'fastify'
import { expect, it } from 'vitest'
import { writable } from './answer-schema.ts'

const Person = Type.Object({ name: Type.String() }, { additionalProperties: false })
const Answer = Type.Object(
  {
    id: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    since: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    state: Type.Enum(['on', 'off']),
    last: Type.Union([Type.Enum(['on', 'off']), Type.Null()]),
    person: Type.Union([Person, Type.Null()]),
    // A union of two kinds stays one.
    either: Type.Union([Type.String(), Type.Integer()]),
    type: Type.Union([Type.Array(Person), Type.Null()]),
  },
  { additionalProperties: false },
)

it('writes what the contract says, null or not, and nothing beyond it', async () => {
  const full = {
    id: '018f0000-0000-7000-8000-000000000001',
    since: '2026-09-15T04:00:00.000Z',
    state: 'on',
    last: 'off',
    person: { name: '张"三' },
    either: 7,
    type: [{ name: '李四' }],
  }
  const empty = { ...full, id: null, since: null, last: null, person: null, either: '七', type: null }
  const app = fastify()
  app.get(
    '/',
    { schema: { response: { '2xx': Type.Array(writable(Answer) as typeof Answer) } } },
    async () => [{ ...full, secret: 'x', person: { ...full.person, secret: 'x' } }, empty],
  )
  expect((await app.inject('/')).json()).toEqual([full, empty])
})

it('can be made a writer of for every operation: a server makes each only when it is first needed', async () => {
  const written = operations.filter((operation) => !operation.stream && operation.status !== 204)
  const app = fastify()
  for (const { id, response } of written)
    app.get(`/${id}`, { schema: { response: { '2xx': writable(response) as object } } }, async () => null)
  await app.ready()
  expect(written.length).toBeGreaterThan(300)
})
