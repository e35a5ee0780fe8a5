export { checkValue, type JsonSchema, tidy, withoutNull } from './check.ts'
export { Control, type FieldSpec, type Option, type WidgetProps } from './fields.tsx'
export { ErrorSummary, FieldGroup, type Fields, labelOf, SchemaFields } from './schema-form.tsx'
export { type FormState, useForm, type Values, valueAt } from './use-form.ts'
