import { describe, expect, it } from 'vitest'
import { hiddenFilters } from './hidden-filters.ts'

describe('what a list was narrowed to from another page', () => {
  it('is shown although its bar does not offer it, so that it can be taken away', () => {
    const offered = [{ key: 'state' }, { key: 'systemId' }]
    expect(hiddenFilters({ bodyId: 'b', systemId: 's', state: 'sent', after: 'x' }, offered)).toEqual([
      'bodyId',
    ])
    expect(hiddenFilters({ bodyId: '', providerId: undefined }, offered)).toEqual([])
    expect(hiddenFilters({ resourceId: 'r', id: 'n' }, [])).toEqual(['id', 'resourceId'])
  })
})
