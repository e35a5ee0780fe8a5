import { NETWORK_ZONES, type NetworkZone } from '@yunheng/contract'
import { type Language, useLanguage } from '../text/index.ts'
import type { FieldSpec, Fields, JsonSchema } from './form/index.ts'
import { withoutNull } from './form/index.ts'

interface Words {
  readonly zh: string
  readonly en: string
}

/** Where the choices of a parameter come from. */
export type Choices =
  | 'images'
  | 'tiers'
  | 'subnets'
  | 'networks'
  | 'security-groups'
  | 'key-pairs'
  | 'volumes'
  | 'servers'

/** The words that a plan's JSON Schema carries for its form (catalogue, offering/parameters.ts). */
export interface ParameterSchema extends JsonSchema {
  readonly 'x-title'?: Words
  readonly 'x-unit'?: Words
  readonly 'x-choices'?: string
  readonly properties?: Readonly<Record<string, ParameterSchema>>
  readonly items?: ParameterSchema
}

export type Parameters = Record<string, unknown>
type PlanSchema = Readonly<Record<string, unknown>>

export function propertiesOf(schema: PlanSchema | undefined): Readonly<Record<string, ParameterSchema>> {
  return (schema?.properties ?? {}) as Readonly<Record<string, ParameterSchema>>
}

export function defaultParameters(schema: PlanSchema | undefined): Parameters {
  return Object.fromEntries(
    Object.entries(propertiesOf(schema)).flatMap(([name, property]) =>
      property.default !== undefined ? [[name, property.default] as const] : [],
    ),
  )
}

const ZONE_WORDS: Readonly<Record<NetworkZone, Words>> = {
  internet: { zh: '互联网区', en: 'Internet zone' },
  'government-extranet': { zh: '政务外网区', en: 'Government extranet zone' },
  'dedicated-line': { zh: '专线区', en: 'Dedicated line zone' },
}
/** A parameter that names a network zone reads as everywhere else (R10), not by its code. */
const isZone = ({ enum: values }: JsonSchema) => values?.every((each) => String(each) in ZONE_WORDS) ?? false
const zoneOptions = (pick: (words: Words) => string | undefined) =>
  NETWORK_ZONES.map((value) => ({ value, label: pick(ZONE_WORDS[value]) ?? value }))

/** What is asked, in the words of the schema; nested lists (firewall rules) have their own fields. */
export function fieldsOf(
  properties: Readonly<Record<string, ParameterSchema>>,
  language: Language,
  widgetOf: (property: ParameterSchema) => FieldSpec['widget'],
): Fields {
  const pick = (words: Words | undefined) => words?.[language === 'en' ? 'en' : 'zh']
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const { schema: real } = withoutNull(property)
      const inner =
        real.type === 'array' ? (real.items as ParameterSchema | undefined)?.properties : undefined
      const widget = widgetOf(property)
      const unit = pick(property['x-unit'])
      return [
        name,
        {
          label: pick(property['x-title']) ?? property.title ?? name,
          ...(property.description ? { help: property.description } : {}),
          ...(unit ? { unit } : {}),
          ...(isZone(real) ? { options: zoneOptions(pick) } : {}),
          ...(widget ? { widget } : {}),
          ...(inner ? { fields: fieldsOf(inner, language, widgetOf) } : {}),
        },
      ]
    }),
  )
}

/** The same, as a label and a value each; what the schema does not know goes by its name. */
export function useParameterFacts(): (
  schema: PlanSchema | undefined,
  values: Readonly<Record<string, unknown>>,
) => readonly { readonly label: string; readonly value: string }[] {
  const language = useLanguage()
  return (schema, values) => {
    const fields = fieldsOf(propertiesOf(schema), language, () => undefined)
    return Object.entries(values).map(([name, value]) => ({
      label: fields[name]?.label ?? name,
      value: `${Array.isArray(value) ? value.join(', ') : String(value)} ${fields[name]?.unit ?? ''}`.trim(),
    }))
  }
}

/** A filled-in line read back: names and values in one sentence. */
export function useParameterWords(): (schema: PlanSchema, values: Parameters) => string {
  const language = useLanguage()
  return (schema, values) => {
    const properties = propertiesOf(schema)
    const fields = fieldsOf(properties, language, () => undefined)
    return Object.keys(properties)
      .filter((name) => values[name] !== undefined && values[name] !== null && String(values[name]) !== '')
      .map((name) =>
        `${fields[name]?.label ?? name} ${String(values[name])} ${fields[name]?.unit ?? ''}`.trim(),
      )
      .join(' · ')
  }
}
