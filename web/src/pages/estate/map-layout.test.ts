import { describe, expect, it } from 'vitest'
import { layoutMap } from './map-layout.ts'

describe('the map of nodes', () => {
  it('keeps north up, east right, and distances in proportion to its scale', () => {
    // 200 km apart along a meridian, about 100 km along a parallel at 30° north.
    const { spots, scale } = layoutMap([
      { id: 'a', latitude: 30, longitude: 120 },
      { id: 'north', latitude: 30 + 200 / 111.195, longitude: 120 },
      { id: 'east', latitude: 30, longitude: 121.0384 },
    ])
    const at = (id: string) => spots.get(id) as { x: number; y: number }
    expect(at('north').y).toBeLessThan(at('a').y)
    expect(at('east').x).toBeGreaterThan(at('a').x)
    const perKm = scale.length / scale.km
    expect((at('a').y - at('north').y) / perKm).toBeCloseTo(200, 0)
    expect(Math.abs((at('east').x - at('a').x) / perKm - 100)).toBeLessThan(2)
  })

  it('draws nodes of one place apart and remembers where they stand', () => {
    const same = Array.from({ length: 12 }, (_, index) => ({
      id: String(index),
      latitude: 28,
      longitude: 120.7,
    }))
    const { spots, isMoved } = layoutMap(same)
    expect(isMoved).toBe(true)
    const all = [...spots.values()]
    for (const [index, one] of all.entries())
      for (const other of all.slice(index + 1))
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(14)
    expect(new Set(all.map(({ realX, realY }) => `${realX} ${realY}`)).size).toBe(1)
  })

  it('holds every node within the picture, and a grid of few round lines', () => {
    const { spots, width, height, meridians, parallels } = layoutMap([
      { id: 'a', latitude: 18.2, longitude: 109.5 },
      { id: 'b', latitude: 53.5, longitude: 122.3 },
      { id: 'c', latitude: 39.5, longitude: 75.9 },
    ])
    for (const { x, y } of spots.values()) {
      expect(x >= 0 && x <= width).toBe(true)
      expect(y >= 0 && y <= height).toBe(true)
    }
    expect(meridians.length).toBeGreaterThan(1)
    expect(meridians.length).toBeLessThanOrEqual(9)
    expect(parallels.every(({ degrees }) => Number.isFinite(degrees))).toBe(true)
  })
})
