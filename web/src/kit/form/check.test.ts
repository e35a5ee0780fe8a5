import { Id, Nullable, OneOf, ShortText, Strict, Type } from '@yunheng/contract'
import { describe, expect, test } from 'vitest'
import { checkValue, type JsonSchema, tidy } from './check.ts'

const schema = Strict({
  title: ShortText,
  bodyId: Id,
  level: OneOf(['one', 'two']),
  quantity: Type.Integer({ minimum: 1, maximum: 10 }),
  note: Type.Optional(ShortText),
  systemId: Nullable(Id),
  lines: Type.Array(Strict({ name: ShortText }), { minItems: 1 }),
}) as JsonSchema

const good = {
  title: 'x',
  bodyId: '0192f0c1-7a8b-7c3d-9e4f-0a1b2c3d4e5f',
  level: 'one',
  quantity: 3,
  systemId: null,
  lines: [{ name: 'a' }],
}

describe('checkValue', () => {
  test('accepts what fits', () => {
    expect(checkValue(schema, good)).toEqual([])
  })
  test.each([
    [{ title: '  ' }, { path: 'title', rule: 'required' }],
    [{ level: 'three' }, { path: 'level', rule: 'choice' }],
    [{ quantity: 11 }, { path: 'quantity', rule: 'maximum', limit: 10 }],
    [{ quantity: 1.5 }, { path: 'quantity', rule: 'integer' }],
    [{ bodyId: 'no' }, { path: 'bodyId', rule: 'format' }],
    [{ lines: [] }, { path: 'lines', rule: 'min-items', limit: 1 }],
    [{ lines: [{ name: '' }] }, { path: 'lines.0.name', rule: 'required' }],
    [{ note: 'x'.repeat(201) }, { path: 'note', rule: 'max-length', limit: 200 }],
  ])('%o is refused at its field', (patch, issue) => {
    expect(checkValue(schema, { ...good, ...patch })).toEqual([issue])
  })
})

describe('untouched required fields', () => {
  const loose = Strict({
    text: Type.String({ maxLength: 10 }),
    flag: Type.Boolean(),
    list: Type.Array(Id),
  }) as JsonSchema
  test('are allowed where nothing is an answer, and sent as such', () => {
    expect(checkValue(loose, {})).toEqual([])
    expect(tidy(loose, {})).toEqual({ text: '', flag: false, list: [] })
  })
})

describe('tidy', () => {
  test('leaves out empty optional fields and trims words', () => {
    expect(tidy(schema, { ...good, title: ' x ', note: '' })).toEqual(good)
  })
  test('keeps null where null is a value', () => {
    expect(tidy(schema, { ...good, systemId: '' })).toEqual(good)
  })
})

describe('a group of fields that may be left out as a whole', () => {
  const group = Strict({
    power: Nullable(Strict({ idle: Type.Integer(), peak: Type.Integer() })),
  }) as JsonSchema
  test('is nothing when all of it was cleared, and asked for whole when part of it is there', () => {
    const cleared = { power: { idle: undefined, peak: undefined } }
    expect(checkValue(group, cleared)).toEqual([])
    expect(tidy(group, cleared)).toEqual({ power: null })
    expect(checkValue(group, { power: { idle: 1, peak: undefined } })).toEqual([
      { path: 'power.peak', rule: 'required' },
    ])
  })
})
