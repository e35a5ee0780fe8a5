/** Factories for tests of the use cases: a workflow over the test server, flows published out of graphs. */
import type { FlowVariables } from '@yunheng/contract'
import type { TestServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import type { Ctx } from '../../platform/context.ts'
import { systemActor } from '../../platform/create-context.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { writeBpmn } from './definition/bpmn-write.ts'
import type { CandidateRule, FlowGraph } from './definition/graph.ts'
import { findFlowByKey, findPublished, insertDraft, insertFlow, updatePublished } from './flow/flow-store.ts'
import { createWorkflow, type FlowListener, organisationResolver, type Workflow } from './index.ts'
import type { WorkflowParts } from './ports.ts'
import { listTasks, viewTask } from './task/task-routes.ts'

export const approver: CandidateRule = { kind: 'role', role: 'department-approver', level: 'own-body' }
export const centre: CandidateRule = { kind: 'role', role: 'regulator-centre', level: 'same-level-authority' }
export const bureau: CandidateRule = { kind: 'role', role: 'regulator-bureau', level: 'province-authority' }

export interface Bench {
  readonly parts: WorkflowParts
  readonly workflow: Workflow
  as(persona: Persona): Promise<Ctx>
  system(): Ctx
  publish(graph: FlowGraph, key?: string): Promise<string>
  /** Starts a flow as this persona for a subject of his body; answers instance and subject. */
  start(
    persona: Persona,
    flow: string,
    variables?: FlowVariables,
  ): Promise<{ instanceId: string; subjectId: string }>
  /** The open task of this instance in the persona's to-do list. */
  todo(
    persona: Persona,
    instanceId: string,
  ): Promise<{ id: string; version: number; nodeId: string; onBehalfOf: unknown }>
  hasTodo(persona: Persona, instanceId: string): Promise<boolean>
}

export function createBench(server: TestServer, listeners: readonly FlowListener[] = []): Bench {
  const parts: WorkflowParts = { resolver: organisationResolver, listeners: () => listeners }
  const workflow = createWorkflow(parts)
  const { composition, database, ids } = server
  const system = () =>
    composition.makeCtx(systemActor('test'), { requestId: ids.next(), address: null, operation: null })
  const as = (persona: Persona) => server.ctxOf(persona)
  const mine = async (persona: Persona, instanceId: string) => {
    const { items } = await listTasks(await as(persona), parts, { box: 'todo', pageSize: 200 })
    return items.find((each) => each.instanceId === instanceId)
  }
  return {
    parts,
    workflow,
    as,
    system,
    publish: (graph, key = graph.key) => publish(system(), graph, key),
    async start(persona, flow, variables = {}) {
      const ctx = await as(persona)
      const subjectId = ids.next()
      const subject = {
        noun: 'request' as const,
        id: subjectId,
        bodyId: persona.bodyId,
        title: `申请 ${subjectId}`,
      }
      const instanceId = await ctx.inTx((tx) =>
        workflow.startFlow(tx, ctx, { subject, by: { flow }, variables }),
      )
      return { instanceId, subjectId }
    },
    async todo(persona, instanceId) {
      const found = await mine(persona, instanceId)
      if (!found) throw new Error('not in the to-do list')
      const { id, version, nodeId, onBehalfOf } = await viewTask(await as(persona), parts, found.id)
      return { id, version, nodeId, onBehalfOf }
    },
    hasTodo: async (persona, instanceId) => (await mine(persona, instanceId)) !== undefined,
  }

  async function publish(ctx: Ctx, graph: FlowGraph, key: string): Promise<string> {
    const bpmn = await writeBpmn({ ...graph, key })
    return database.inTx(SCOPE_ALL, async (tx) => {
      const at = ctx.clock.now()
      const known = await findFlowByKey(tx, key)
      const flowId = known?.id ?? ids.next()
      if (!known)
        await insertFlow(tx, {
          id: flowId,
          key,
          name_zh: key,
          name_en: key,
          subject_noun: 'request',
          created_at: at,
        })
      const id = ids.next()
      const more = { source: 'test', isProductDefault: false, note: '', createdBy: null, at }
      await insertDraft(tx, { id, flowId, bpmn, graph: { ...graph, key }, ...more })
      await updatePublished(tx, { id, flow_id: flowId }, 'test', at)
      return (await findPublished(tx, key))?.id ?? ''
    })
  }
}
