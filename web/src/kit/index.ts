export { ActDialog } from './act-dialog.tsx'
export { ActionBar, type ObjectAction, RowAct } from './actions.tsx'
export { useActorWords } from './actor-words.ts'
export { base64Of, saveWorkbook } from './base64.ts'
export { CapacityBars } from './capacity-bars.tsx'
export { isCounted } from './counted.ts'
export { EstimateView } from './estimate-view.tsx'
export { ExportButton } from './export-button.tsx'
export { LevelSelect, YesNoSelect } from './fact-selects.tsx'
export { choice, choiceOf, type Filter, FilterBar, flag } from './filter-bar.tsx'
export {
  checkValue,
  ErrorSummary,
  FieldBox,
  FieldGroup,
  type FieldSpec,
  type Fields,
  type FormState,
  type JsonSchema,
  labelOf,
  type Option,
  SchemaFields,
  tidy,
  useForm,
  type Values,
  type WidgetProps,
} from './form/index.ts'
export { FormFrame, useObjectForm } from './form-frame.tsx'
export { GoTo, useGoTo, useGoToHref } from './go-to.tsx'
export { ListExport } from './list-export.tsx'
export { listPlace } from './list-place.ts'
export { ListTable, type RowOf } from './list-table.tsx'
export { BodyPicker, PersonPicker, ProviderPicker, RegionPicker } from './organisation-pickers.tsx'
export { ParameterFields } from './parameter-fields.tsx'
export { defaultParameters, useParameterFacts, useParameterWords } from './parameter-schema.ts'
export { latestMonths, monthsAround, pastMonths, pastQuarters, thisYear } from './periods.ts'
export { Picker } from './picker.tsx'
export { ProblemPanel } from './problem-panel.tsx'
export { useBlockedBecause, useReasonText } from './reason-text.ts'
export { RegisterPage } from './register-page.tsx'
export {
  RunPage,
  runColumns,
  runItems,
  useOutcomeColumn,
  whileAnyRuns,
  whileRunning,
} from './run-page.tsx'
export { SavedViews, useColumnChoice } from './saved-views.tsx'
export { type Selection, useSelection } from './selection.tsx'
export { subjectPlace } from './subject-place.ts'
export { type Column, Table } from './table.tsx'
export { type TabSpec, UrlTabs } from './tabs.tsx'
export {
  AMOUNT_NAMES,
  type AmountName,
  DefaultTag,
  optionsOf,
  SimulatedTag,
  State,
  StateInHead,
  shownAmount,
  type Terms,
  useAmountWords,
} from './terms.tsx'
export { useUrlState } from './url-state.ts'
