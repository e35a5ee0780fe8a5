import { workflowOperations } from '@yunheng/contract'
import { expect, test } from 'vitest'
import { urlOf } from './client.ts'

test('parameters go into the path, filters behind it, empty ones nowhere', () => {
  expect(urlOf(workflowOperations.taskGet, { params: { id: 'a/b' } })).toBe('/api/v1/tasks/a%2Fb')
  expect(urlOf(workflowOperations.taskList, { query: { box: 'todo', text: '云 主机' } })).toBe(
    '/api/v1/tasks?box=todo&text=%E4%BA%91+%E4%B8%BB%E6%9C%BA',
  )
})
