import { describe, expect, test } from 'vitest'
import { chartColours, contrast, controlPairs, dark, light, textPairs, tokenSheet } from './tokens.ts'

describe.each([
  ['light', light],
  ['dark', dark],
])('%s colours', (_name, colours) => {
  test.each(textPairs)('%s reads on %s (4.5 : 1)', (text, under) => {
    expect(contrast(colours[text], colours[under])).toBeGreaterThanOrEqual(4.5)
  })
  test.each(controlPairs)('%s is seen on %s (3 : 1)', (shape, under) => {
    expect(contrast(colours[shape], colours[under])).toBeGreaterThanOrEqual(3)
  })
})

test('chart colours are seen on paper, six of them', () => {
  expect(chartColours.light).toHaveLength(6)
  for (const colour of chartColours.light) expect(contrast(colour, light.paper)).toBeGreaterThanOrEqual(3)
  for (const colour of chartColours.dark) expect(contrast(colour, dark.paper)).toBeGreaterThanOrEqual(3)
})

test('black on white is 21 : 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
})

test('every colour becomes a custom property in both themes', () => {
  const sheet = tokenSheet()
  expect(sheet).toContain('--yh-ink-2:#47566a')
  expect(sheet).toContain('--yh-brand-soft:#15343a')
})
