import { type OperationSpec, termOperations, workflowOperations } from '@yunheng/contract'
import { expect, test } from 'vitest'
import type { RegisterPage } from './register-page.tsx'

type ListOf<O extends OperationSpec> = Parameters<typeof RegisterPage<O>>[0]['list']

test('a register takes lists whose rows have an id, and no other: the types refuse it', () => {
  const { flowInstanceListStarted: started } = workflowOperations
  const taken: ListOf<typeof started> = started
  // @ts-expect-error the rows of terms are known by their resource
  const refused: ListOf<typeof termOperations.list> = termOperations.list
  expect([taken.id, (refused as OperationSpec).id]).toEqual([
    'flow-instance.list-started',
    'resource-term.list',
  ])
})
