export { ActDialog } from './act-dialog.tsx'
export { ActionBar, type ObjectAction } from './actions.tsx'
export { ExportButton } from './export-button.tsx'
export { type Filter, FilterBar } from './filter-bar.tsx'
export {
  ErrorSummary,
  FieldGroup,
  type FieldSpec,
  type Fields,
  type FormState,
  type JsonSchema,
  labelOf,
  type Option,
  SchemaFields,
  useForm,
  type Values,
  type WidgetProps,
} from './form/index.ts'
export { GoTo, useGoTo, useGoToHref } from './go-to.tsx'
export { ListTable, type RowOf } from './list-table.tsx'
export { Picker } from './picker.tsx'
export { ProblemPanel } from './problem-panel.tsx'
export { useBlockedBecause, useReasonText } from './reason-text.ts'
export { type Column, Table } from './table.tsx'
export { type TabSpec, UrlTabs } from './tabs.tsx'
export { useUrlState } from './url-state.ts'
