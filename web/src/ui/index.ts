export { ActionButton } from './action-button.tsx'
export { type Balance, BalanceMark, ProductMark } from './balance-mark.tsx'
export { CapacityBar } from './capacity-bar.tsx'
export { ConfirmDialog, useToast } from './confirm.tsx'
export { Copyable } from './copyable.tsx'
export { EmptyState } from './empty-state.tsx'
export { ErrorPanel, type ErrorWords } from './error-panel.tsx'
export { type Fact, Facts, Tag } from './facts.tsx'
export { type FlowLayout, FlowPicture } from './flow-picture.tsx'
export {
  formatChange,
  formatDay,
  formatMoney,
  formatNumber,
  formatPercent,
  formatSecond,
  formatTime,
  shortId,
} from './format.ts'
export { Notice } from './notice.tsx'
export {
  BoardPage,
  DecisionPage,
  DocumentPage,
  Figure,
  FormPage,
  ListPage,
  ObjectPage,
  Panel,
} from './page.tsx'
export { SeriesChart } from './series-chart.tsx'
export { SkipLink } from './skip-link.tsx'
export { StackedChart } from './stacked-chart.tsx'
export { StateBadge, StateMark, TONES, type Tone, ToneShape } from './state-mark.tsx'
export { Steps } from './steps.tsx'
export { ThemeProvider, useThemeMode } from './theme.tsx'
export { Money, Time } from './time.tsx'
export { Timeline, type TimelineEntry } from './timeline.tsx'
export { Waiting } from './waiting.tsx'
