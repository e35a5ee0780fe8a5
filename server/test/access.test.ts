/**
 * Enumerates the contract: every operation × every persona (F18), mass assignment (F19) and hostile input (F17).
 * A new operation is covered the moment it is bound; nothing here names one.
 */
import type { OperationSpec } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryOf, hostileSamples } from './kit/schema-arbitrary.ts'
import { type TestServer, useServer } from './kit/server.ts'
import type { Persona, PersonaKey } from './kit/world.ts'

const server = useServer({ rememberActors: true })
const SEED = 20260915
/** Inputs per operation; F17 asks for at least 200. */
const HOSTILE_INPUTS = 200
/** A problem names its reason. */
const REASON = /^[a-z-]+\.[a-z_]+$/

const boundOperations = () =>
  server.current.composition.routes.map((route) => route.operation).filter((operation) => !operation.stream)

interface RawInput {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
}

const call = (persona: Persona | null, operation: OperationSpec, input: RawInput) =>
  (
    server.current.call as (
      p: Persona | null,
      o: OperationSpec,
      i: RawInput,
    ) => ReturnType<TestServer['call']>
  )(persona, operation, input)

const fittings = new Map<string, RawInput>()

/** One input that fits, always the same: ids in it point at nothing, since they are random. */
function fitting(operation: OperationSpec): RawInput {
  const known = fittings.get(operation.id)
  if (known) return known
  const one = (schema: object | undefined) =>
    schema === undefined ? undefined : fc.sample(arbitraryOf(schema), { seed: SEED, numRuns: 1 })[0]
  const input = { params: one(operation.params), query: {}, body: one(operation.body) }
  fittings.set(operation.id, input)
  return input
}

const personas = () => Object.entries(server.current.world.people) as [PersonaKey, Persona][]

describe('F18: authorisation of every operation', () => {
  it('asks everybody to sign in, unless the operation is public', async () => {
    for (const operation of boundOperations()) {
      if (operation.access === 'public') continue
      const answer = await call(null, operation, fitting(operation))
      expect([operation.id, answer.status, answer.problem.reason]).toEqual([
        operation.id,
        401,
        'common.unauthenticated',
      ])
    }
  })

  it('does nothing for a role that the policy does not name, whatever the input', async () => {
    const { authz } = server.current.composition
    let refused = 0
    for (const operation of boundOperations()) {
      if (typeof operation.access === 'string') continue
      const { action, noun } = operation.access
      for (const [key, persona] of personas()) {
        if (authz.matrix.get(persona.role)?.get(noun)?.has(action)) continue
        const answer = await call(persona, operation, fitting(operation))
        expect([403, 404], `${operation.id} as ${key}: ${answer.status} ${answer.problem?.reason}`).toContain(
          answer.status,
        )
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(100)
  })

  it('answers 404 for an id that is nobody’s, to everybody who may ask', async () => {
    for (const operation of boundOperations()) {
      if (typeof operation.access === 'string' || !operation.params || operation.method !== 'GET') continue
      const { action, noun } = operation.access
      for (const [key, persona] of personas()) {
        if (!server.current.composition.authz.matrix.get(persona.role)?.get(noun)?.has(action)) continue
        const answer = await call(persona, operation, fitting(operation))
        expect([operation.id, key, answer.status]).toEqual([operation.id, key, 404])
      }
    }
  })
})

describe('F19: mass assignment', () => {
  const EXTRA = {
    id: '0',
    tenantId: '0',
    bodyId2: '0',
    price: 1,
    status: 'approved',
    role: 'system-admin',
    createdBy: 'me',
  }

  it('refuses every unknown field of every body', async () => {
    const persona = server.current.world.people.systemAdmin
    for (const operation of boundOperations()) {
      if (!operation.body || operation.access === 'public') continue
      const input = fitting(operation)
      for (const [name, value] of Object.entries(EXTRA)) {
        const known = (operation.body as { properties?: Record<string, unknown> }).properties ?? {}
        if (name in known) continue
        const answer = await call(persona, operation, {
          ...input,
          body: { ...(input.body as object), [name]: value },
        })
        expect([operation.id, name, answer.status]).toEqual([operation.id, name, 400])
      }
    }
  })
})

describe('F17: hostile input', () => {
  it('never ends in a 5xx, and always says what is wrong in a problem', async () => {
    const { authz } = server.current.composition
    let inputs = 0
    for (const operation of boundOperations()) {
      const allowed = personas().find(([, persona]) => {
        if (typeof operation.access === 'string') return true
        return authz.matrix.get(persona.role)?.get(operation.access.noun)?.has(operation.access.action)
      })
      const persona = operation.access === 'public' ? null : (allowed?.[1] ?? null)
      const part = operation.body ? 'body' : operation.query ? 'query' : operation.params ? 'params' : null
      if (part === null) continue
      const schema = operation[part] as object
      const samples = hostileSamples(schema, HOSTILE_INPUTS, SEED)
      const rest = fitting(operation)
      const tried = samples.map(async (sample) => {
        const input = { ...rest, [part]: part === 'body' ? sample : flat(sample) }
        return { sample, answer: await call(persona, operation, input) }
      })
      for (const { sample, answer } of await Promise.all(tried)) {
        // Told only of what is wrong: a message for each of 90,000 calls takes longer than the calls.
        if (answer.status < 400 || (answer.status < 500 && REASON.test(answer.problem?.reason ?? '')))
          continue
        expect.unreachable(
          `${operation.id} with ${JSON.stringify(sample)?.slice(0, 300)}: ${answer.status} ${JSON.stringify(answer.body)?.slice(0, 300)}`,
        )
      }
      inputs += samples.length
    }
    expect(inputs).toBeGreaterThan(HOSTILE_INPUTS * 100)
  })
})

/** What a URL can carry. */
function flat(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return { x: String(value) }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      (typeof child === 'string' ? child : (JSON.stringify(child) ?? '')).toWellFormed(),
    ]),
  )
}
