import { describe, expect, it } from 'vitest'
import { parametersOf, schemaOf } from './plan-parameters.ts'

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['image'],
  properties: {
    image: {
      type: 'string',
      minLength: 1,
      maxLength: 63,
      'x-choices': 'images',
      'x-title': { zh: '镜像', en: 'Image' },
    },
    rootDiskGiB: {
      type: 'integer',
      minimum: 20,
      maximum: 500,
      default: 40,
      'x-unit': { zh: 'GiB', en: 'GiB' },
      'x-title': { zh: '系统盘', en: 'Root disk' },
    },
    rules: {
      type: 'array',
      items: { type: 'object', properties: {}, required: [], additionalProperties: false },
      maxItems: 200,
      default: [],
      'x-title': { zh: '规则', en: 'Rules' },
    },
  },
}

describe('parameters of a plan as a form', () => {
  it('come back as they were when nothing is changed, with what the form does not know', () => {
    expect(schemaOf(parametersOf(SCHEMA), SCHEMA)).toEqual(SCHEMA)
  })

  it('take a limit, a default, values and a name, in the type of the parameter', () => {
    const [image, disk, rules] = parametersOf(SCHEMA)
    if (!image || !disk || !rules) throw new Error('three parameters')
    const changed = schemaOf([
      { ...disk, name: 'sizeGiB', minimum: null, fallback: '60', values: ['40', '60'] },
    ])
    expect(changed.properties).toEqual({
      sizeGiB: {
        type: 'integer',
        maximum: 500,
        enum: [40, 60],
        default: 60,
        'x-unit': { zh: 'GiB', en: 'GiB' },
        'x-title': { zh: '系统盘', en: 'Root disk' },
      },
    })
    expect(changed.required).toEqual([])
  })
})
