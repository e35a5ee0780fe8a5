import type { FlowInstance, Task } from '@yunheng/contract'
import type { Tone } from '../../ui/index.ts'

type Outcome = NonNullable<Task['outcome']> | NonNullable<FlowInstance['outcome']>

export const outcomeTones: Record<Outcome, Tone> = {
  approved: 'good',
  completed: 'good',
  rejected: 'bad',
  returned: 'attention',
  transferred: 'off',
  cancelled: 'off',
  withdrawn: 'off',
  voided: 'off',
}
