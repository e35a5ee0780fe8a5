/** Notices about many proposals: what a run of them is about. */
import type { SavingRule, SavingRun } from '@yunheng/contract'
import type { RunKind, RunRow } from '../../../platform/run/index.ts'

/** Proposals come and go with each judging: what was found about the resource has to be the same still. */
export interface Found {
  readonly resource_id: string
  readonly rule: SavingRule
}

type Filters = NonNullable<SavingRun['filters']>
export type SavingRunRow = RunRow<object, Filters>

export const SAVING_RUN: RunKind<object, Found, Filters> = {
  noun: 'saving-run',
  table: 'saving_run',
  own: [],
  thing: ['resource_id', 'rule'],
}
