import { describe, expect, it } from 'vitest'
import { bucketRef, readBucketRef } from './bucket.ts'

const PROJECT = '0f3c5a7e9b1d4c6e8a0b2d4f6a8c0e1f'

describe('the identifier of a container', () => {
  it.each([
    'yh-0199a1b2-0000-7000-8000-000000000001',
    'logs',
    '档案 “2026”',
    'a_b',
    '_',
    '.hidden',
    'a'.repeat(256),
  ])('of %s leads back to project and name, in letters that an address takes', (name) => {
    const ref = bucketRef(PROJECT, name)
    expect(ref).toMatch(/^[A-Za-z0-9_-]{1,400}$/)
    expect(readBucketRef(ref)).toEqual({ projectRef: PROJECT, name })
  })

  it.each(['', PROJECT, '../etc', `${PROJECT}/x`])('is not %s', (text) => {
    expect(readBucketRef(text)).toBeNull()
  })
})
