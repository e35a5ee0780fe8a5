import { NETWORK_ZONES } from '@yunheng/contract'
import { type Language, type TextOf, useLanguage, useText } from '../text/index.ts'
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

/** In whose words the fields are labelled. */
export interface Wording {
  readonly language: Language
  readonly terms: TextOf<'terms'>
}

/** A parameter that names a network zone reads as everywhere else (R10), not by its code. */
const isZone = ({ enum: values }: JsonSchema) =>
  values?.every((each) => (NETWORK_ZONES as readonly unknown[]).includes(each)) ?? false
const zoneOptions = (terms: Wording['terms']) =>
  NETWORK_ZONES.map((value) => ({ value, label: terms(`zone.${value}`) }))

export function useWording(): Wording {
  return { language: useLanguage(), terms: useText('terms') }
}

/** What is asked, in the words of the schema; nested lists (firewall rules) have their own fields. */
export function fieldsOf(
  properties: Readonly<Record<string, ParameterSchema>>,
  wording: Wording,
  widgetOf: (property: ParameterSchema) => FieldSpec['widget'],
): Fields {
  const pick = (words: Words | undefined) => words?.[wording.language === 'en' ? 'en' : 'zh']
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
          ...(isZone(real) ? { options: zoneOptions(wording.terms) } : {}),
          ...(widget ? { widget } : {}),
          ...(inner ? { fields: fieldsOf(inner, wording, widgetOf) } : {}),
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
  const wording = useWording()
  return (schema, values) => {
    const fields = fieldsOf(propertiesOf(schema), wording, () => undefined)
    return Object.entries(values).map(([name, value]) => ({
      label: fields[name]?.label ?? name,
      value: `${Array.isArray(value) ? value.join(', ') : String(value)} ${fields[name]?.unit ?? ''}`.trim(),
    }))
  }
}

/** A filled-in line read back: names and values in one sentence. */
export function useParameterWords(): (schema: PlanSchema, values: Parameters) => string {
  const wording = useWording()
  return (schema, values) => {
    const properties = propertiesOf(schema)
    const fields = fieldsOf(properties, wording, () => undefined)
    return Object.keys(properties)
      .filter((name) => values[name] !== undefined && values[name] !== null && String(values[name]) !== '')
      .map((name) =>
        `${fields[name]?.label ?? name} ${String(values[name])} ${fields[name]?.unit ?? ''}`.trim(),
      )
      .join(' · ')
  }
}
