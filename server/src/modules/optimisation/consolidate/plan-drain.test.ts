import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DrainGuest, DrainHost } from './drain.ts'
import { planDrain } from './plan-drain.ts'

const LIMIT = { vcpus: 16, memoryMiB: 32_768 }

const aHost = (id: string, parts: Partial<DrainHost> = {}): DrainHost => ({
  id,
  place: 'az-1',
  ...LIMIT,
  isInService: true,
  ...parts,
})
const aGuest = (id: string, hostId: string, parts: Partial<DrainGuest> = {}): DrainGuest => ({
  id,
  hostId,
  vcpus: 4,
  memoryMiB: 8_192,
  apartGroup: null,
  isMovable: true,
  ...parts,
})

/** Any estate, also one that is over its limits or has two of a group together already. */
const estate = fc.integer({ min: 1, max: 14 }).chain((count) =>
  fc.record({
    hosts: fc.array(
      fc.record({
        place: fc.constantFrom('az-1', 'az-2'),
        vcpus: fc.constantFrom(8, 16, 24),
        isInService: fc.constantFrom(true, true, true, false),
      }),
      { minLength: count, maxLength: count },
    ),
    guests: fc.array(
      fc.record({
        at: fc.nat({ max: count - 1 }),
        vcpus: fc.integer({ min: 1, max: 8 }),
        gib: fc.integer({ min: 1, max: 12 }),
        apartGroup: fc.constantFrom(null, null, 'a', 'b'),
        isMovable: fc.constantFrom(true, true, true, true, false),
        system: fc.constantFrom(null, null, 'p', 'q'),
      }),
      { maxLength: 40 },
    ),
  }),
)

describe('consolidation of an estate', () => {
  it('R9 never over-commits a host, breaks what keeps groups or systems apart, or touches maintenance, at any move', () => {
    fc.assert(
      fc.property(estate, (drawn) => {
        const hosts = drawn.hosts.map((one, index) => aHost(`h${index}`, one))
        const guests = drawn.guests.map(({ at, gib, system, ...one }, index) => {
          // The systems p and q are bound apart.
          const bond = system === null ? null : { systemId: system, apartFrom: [system === 'p' ? 'q' : 'p'] }
          return aGuest(`m${index}`, `h${at}`, { ...one, ...(bond && { bond }), memoryMiB: gib * 1_024 })
        })
        const { steps } = planDrain(hosts, guests)
        const where = new Map(guests.map((guest) => [guest.id, guest.hostId]))
        const on = (id: string) => guests.filter((guest) => where.get(guest.id) === id)
        for (const { hostId, moves } of steps) {
          for (const { guestId, fromHostId, toHostId } of moves) {
            const guest = guests.find((one) => one.id === guestId) as DrainGuest
            const [from, to] = [fromHostId, toHostId].map((id) => hosts.find((one) => one.id === id))
            expect(where.get(guestId)).toBe(fromHostId)
            expect([guest.isMovable, from?.isInService, to?.isInService]).toEqual([true, true, true])
            expect(from?.place).toBe(to?.place)
            if (guest.apartGroup !== null)
              expect(on(toHostId).some((one) => one.apartGroup === guest.apartGroup)).toBe(false)
            for (const systemId of guest.bond?.apartFrom ?? [])
              expect(on(toHostId).some((one) => one.bond?.systemId === systemId)).toBe(false)
            where.set(guestId, toHostId)
            const load = on(toHostId)
            expect(load.reduce((sum, one) => sum + one.vcpus, 0)).toBeLessThanOrEqual(to?.vcpus ?? 0)
            expect(load.reduce((sum, one) => sum + one.memoryMiB, 0)).toBeLessThanOrEqual(to?.memoryMiB ?? 0)
          }
          expect(on(hostId)).toEqual([])
        }
        const freed = new Set(steps.map((step) => step.hostId))
        expect(steps.flatMap((step) => step.moves).some((move) => freed.has(move.toHostId))).toBe(false)
        expect(new Set(steps.flatMap((step) => step.moves.map((move) => move.guestId))).size).toBe(
          steps.reduce((sum, step) => sum + step.moves.length, 0),
        )
      }),
      { seed: 11, numRuns: 400 },
    )
  })

  it('frees the hosts with the fewest machines first, the cheapest step at the beginning', () => {
    const hosts = ['a', 'b', 'c', 'd'].map((id) => aHost(id))
    const small = (id: string, hostId: string) => aGuest(id, hostId, { vcpus: 1, memoryMiB: 1_024 })
    const guests = [
      aGuest('a1', 'a', { vcpus: 8 }),
      ...Array.from({ length: 6 }, (_, index) => small(`b${index}`, 'b')),
      ...Array.from({ length: 2 }, (_, index) => small(`c${index}`, 'c')),
      ...Array.from({ length: 8 }, (_, index) => small(`d${index}`, 'd')),
    ]
    const { steps } = planDrain(hosts, guests)
    // 24 of 64 cores are in use: two hosts must stay, and those with the most machines do.
    expect(steps.map((step) => [step.hostId, step.moves.length])).toEqual([
      ['a', 1],
      ['c', 2],
    ])
  })

  it('leaves a full estate alone and names what is empty already, but not what is in maintenance', () => {
    const hosts = [aHost('a'), aHost('b'), aHost('idle'), aHost('broken', { isInService: false })]
    const guests = ['a', 'b'].map((id) => aGuest(`m-${id}`, id, { vcpus: 16 }))
    expect(planDrain(hosts, guests)).toEqual({ steps: [], emptyHostIds: ['idle'] })
  })

  it('keeps a host on that carries a machine bound to it', () => {
    const hosts = [aHost('a'), aHost('b')]
    const guests = [aGuest('bound', 'a', { isMovable: false }), aGuest('m1', 'b'), aGuest('m2', 'b')]
    expect(planDrain(hosts, guests).steps.map((step) => step.hostId)).toEqual(['b'])
  })
})
