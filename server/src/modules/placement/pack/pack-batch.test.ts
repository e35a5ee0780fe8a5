import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestFill } from './fill.ts'
import { packBatch } from './pack-batch.ts'
import type { BatchMachine } from './seat.ts'

const HOST = { vcpus: 32, memoryMiB: 65_536 }

const machines = fc
  .array(
    fc.record({
      vcpus: fc.integer({ min: 1, max: 40 }),
      memoryMiB: fc.integer({ min: 1, max: 70 }).map((gib) => gib * 1_000),
      zone: fc.constantFrom(null, 'az-1', 'az-2'),
      apartGroup: fc.constantFrom(null, null, null, 'a', 'b'),
    }),
    { maxLength: 120 },
  )
  .map((all): readonly BatchMachine[] => all.map((one, index) => ({ ...one, id: `m${index}` })))

const sum = (members: readonly BatchMachine[], of: 'vcpus' | 'memoryMiB') =>
  members.reduce((total, one) => total + one[of], 0)

describe('packing a batch onto new hosts', () => {
  it('seats every machine that fits a host once, never too many, zones and apartness kept', () => {
    fc.assert(
      fc.property(machines, (batch) => {
        const { hosts, unplaced, fewestHosts } = packBatch(batch, HOST)
        const byId = new Map(batch.map((one) => [one.id, one]))
        for (const { zone, machineIds } of hosts) {
          const members = machineIds.map((id) => byId.get(id) as BatchMachine)
          expect(sum(members, 'vcpus')).toBeLessThanOrEqual(HOST.vcpus)
          expect(sum(members, 'memoryMiB')).toBeLessThanOrEqual(HOST.memoryMiB)
          expect(members.every((one) => one.zone === null || one.zone === zone)).toBe(true)
          const groups = members.flatMap((one) => one.apartGroup ?? [])
          expect(new Set(groups).size).toBe(groups.length)
        }
        const seated = hosts.flatMap((one) => one.machineIds)
        expect([...seated, ...unplaced].sort()).toEqual(batch.map((one) => one.id).sort())
        expect(unplaced).toEqual(
          batch.filter((one) => one.vcpus > 32 || one.memoryMiB > 65_536).map((one) => one.id),
        )
        expect(hosts.length).toBeGreaterThanOrEqual(fewestHosts)
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('answers the same for the same batch', () => {
    fc.assert(
      fc.property(machines, (batch) => {
        expect(packBatch(batch, HOST)).toEqual(packBatch(batch, HOST))
      }),
      { seed: 8, numRuns: 30 },
    )
  })

  it('fills hosts to the last core where sizes allow it', () => {
    const of = (count: number, vcpus: number, gib: number) =>
      Array.from({ length: count }, (_, index) => ({
        id: `${vcpus}-${gib}-${index}`,
        vcpus,
        memoryMiB: gib * 1_024,
        zone: null,
        apartGroup: null,
      }))
    // Cores and memory balance only when both kinds share each host.
    const packed = packBatch([...of(400, 4, 2), ...of(400, 4, 14)], HOST)
    expect(packed.hosts).toHaveLength(100)
    expect(packed.fewestHosts).toBe(100)
  })

  it('gives each member of a large group a host of its own', () => {
    const batch = Array.from({ length: 40 }, (_, index) => ({
      id: `m${index}`,
      vcpus: 1,
      memoryMiB: 1_024,
      zone: 'az-1',
      apartGroup: 'quorum',
    }))
    expect(packBatch(batch, HOST)).toMatchObject({ fewestHosts: 40, unplaced: [] })
    expect(packBatch(batch, HOST).hosts.map((one) => one.machineIds.length)).toEqual(Array(40).fill(1))
  })
})

describe('the fill of one host', () => {
  it('is worth as much as the best of all that can be counted out', () => {
    const size = fc.record({
      vcpus: fc.integer({ min: 1, max: 9 }),
      memoryMiB: fc.integer({ min: 1, max: 9 }),
    })
    const worth = fc.integer({ min: 1, max: 20 })
    fc.assert(
      fc.property(fc.array(fc.tuple(size, worth), { minLength: 1, maxLength: 3 }), (parts) => {
        const room = { vcpus: 16, memoryMiB: 16 }
        const fill = bestFill(
          room,
          parts.map(([one]) => one),
          parts.map(([, one]) => one),
          [4, 4, 4],
        )
        let best = 0
        const count = (at: number, vcpus: number, memoryMiB: number, total: number): void => {
          if (vcpus < 0 || memoryMiB < 0) return
          best = Math.max(best, total)
          const part = parts[at]
          if (part === undefined) return
          for (let n = 0; n <= 4; n += 1)
            count(at + 1, vcpus - n * part[0].vcpus, memoryMiB - n * part[0].memoryMiB, total + n * part[1])
        }
        count(0, 16, 16, 0)
        expect(fill.worth).toBe(best)
      }),
      { seed: 9, numRuns: 200 },
    )
  })
})
