import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aChain,
  aFlow,
  aParallel,
  aStep,
  centre,
  end,
  exclusive,
  fill,
  parallel,
  service,
  start,
} from '../definition/a-flow.ts'
import type { FlowGraph, UserNode } from '../definition/graph.ts'
import { escalate, fireTimer } from './clocks.ts'
import { begin } from './engine.ts'
import { endBy, returnTargets, returnTask, withdrawToCorrect } from './returns.ts'
import { addSigners, removeSigner, transfer } from './signers.ts'
import {
  type Draft,
  EngineRefusal,
  type Instance,
  newDraft,
  openSteps,
  type Person,
  stepOf,
  type Task,
  tasksOf,
  type World,
} from './state.ts'
import { type VoteAct, vote } from './vote.ts'
import { neededOf, tally } from './votes.ts'

const person = (id: string): Person => ({ personId: id, name: id })
const applicant = person('applicant')
const people = [person('p1'), person('p2'), person('p3')]

function aWorld(more: Partial<World> = {}): World {
  let ids = 0
  return {
    now: new Date('2026-09-15T04:00:00Z'),
    newId: () => `id${++ids}`,
    seatsOf: async (rule) => (rule.kind === 'role' ? [{ role: rule.role, bodyId: rule.level }] : []),
    holdersOf: async (seats) => (seats.length > 0 ? people : []),
    peopleOf: async (ids) => ids.map(person),
    termEnd: () => ({ dueAt: new Date('2026-09-17T09:30:00Z'), missingYear: null, calendarVersion: 1 }),
    runService: async () => ({}),
    ...more,
  }
}

const instance = (variables: Instance['variables'] = { amount: 1, poolClass: 'general' }): Instance => ({
  id: 'instance',
  state: 'running',
  outcome: null,
  subject: { noun: 'request', id: 'r', bodyId: 'b', title: 't' },
  variables,
  starter: applicant,
  endedAt: null,
  trail: [],
})

interface Run {
  readonly draft: Draft
  readonly world: World
  /** The one open task of the step, or of this person. */
  task(nodeId: string, personId?: string): Task
  act(nodeId: string, act?: VoteAct, personId?: string): Promise<void>
  back(from: string, to: string, resume?: 'replay' | 'direct'): Promise<void>
  readonly at: readonly string[]
}

async function aRun(
  graph: FlowGraph,
  variables?: Instance['variables'],
  more?: Partial<World>,
): Promise<Run> {
  const world = aWorld(more)
  const draft = newDraft(graph, instance(variables))
  await begin(draft, world)
  const task = (nodeId: string, personId?: string) => {
    const found = [...draft.tasks.values()].find(
      (each) =>
        each.state === 'open' &&
        each.nodeId === nodeId &&
        (personId === undefined || each.people.some((one) => one.personId === personId)),
    )
    if (!found) throw new Error(`no open task at ${nodeId}`)
    return found
  }
  const by = (id = 'p1') => ({ person: person(id), onBehalfOf: null })
  return {
    draft,
    world,
    task,
    act: (nodeId, act = 'approve', personId) =>
      vote(draft, world, task(nodeId, personId), act, by(personId), null),
    back: (from, to, resume = 'replay') =>
      returnTask(draft, world, task(from), { nodeId: to, resume }, by(), 'why'),
    get at() {
      return openSteps(draft)
        .map((each) => each.nodeId)
        .sort()
    },
  }
}

const multi = (
  mode: 'any' | 'all' | 'count' | 'percent',
  value: number | null = null,
  veto = false,
  sequential = false,
): Partial<UserNode> => ({
  multi: { completion: { mode, value, veto }, sequential },
})

describe('a plain chain', () => {
  it('completes the filling by starting, then goes step by step to the end', async () => {
    const run = await aRun(aChain(aStep('check'), aStep('review')))
    expect(
      [...run.draft.tasks.values()].map((each) => [each.nodeId, each.state, each.actedBy?.personId]),
    ).toEqual([
      ['fill', 'done', 'applicant'],
      ['check', 'open', undefined],
    ])
    await run.act('check')
    expect(run.at).toEqual(['review'])
    await run.act('review')
    expect(run.draft.instance).toMatchObject({ state: 'ended', outcome: 'approved' })
    expect(run.draft.happenings.at(-1)).toEqual({ kind: 'ended', outcome: 'approved' })
  })

  it('ends with a rejection, or goes on where the definition decides', async () => {
    const strict = await aRun(aChain(aStep('check')))
    await strict.act('check', 'reject')
    expect(strict.draft.instance.outcome).toBe('rejected')

    const graph = aFlow(
      [start, fill, aStep('check', { onReject: 'continue' }), exclusive('g'), aStep('appeal'), end],
      'start>fill>check>g',
      'g>appeal?steps.check.outcome = "rejected"',
      'g>end!',
      'appeal>end',
    )
    const soft = await aRun(graph)
    await soft.act('check', 'reject')
    expect(soft.at).toEqual(['appeal'])
  })

  it('runs service tasks at once and takes their answer into the conditions', async () => {
    const graph = aFlow(
      [start, fill, service('s', 'x'), exclusive('g'), aStep('big'), end],
      'start>fill>s>g',
      'g>big?amount > 100',
      'g>end!',
      'big>end',
    )
    const run = await aRun(graph, undefined, { runService: async () => ({ amount: 500 }) })
    expect(run.at).toEqual(['big'])
  })

  it('refuses to guess when a condition cannot be answered', async () => {
    const graph = aFlow(
      [start, fill, exclusive('g'), aStep('a'), end],
      'start>fill>g',
      'g>a?amount > 1',
      'g>end!',
      'a>end',
    )
    await expect(aRun(graph, { amount: null })).rejects.toBeInstanceOf(EngineRefusal)
  })
})

describe('returns', () => {
  it('to the applicant: he has his form again, and the steps between run again', async () => {
    const run = await aRun(aChain(aStep('check'), aStep('review')))
    await run.act('check')
    await run.back('review', 'fill')
    expect(run.at).toEqual(['fill'])
    expect(run.task('fill').people).toEqual([applicant])
    expect(run.draft.happenings.map((each) => each.kind)).toContain('returned-to-starter')
    await run.act('fill', 'complete')
    expect(run.at).toEqual(['check'])
    expect(run.draft.happenings.map((each) => each.kind)).toContain('resubmitted')
  })

  it('directly: after correction it comes straight back', async () => {
    const run = await aRun(aChain(aStep('check'), aStep('review')))
    await run.act('check')
    await run.back('review', 'fill', 'direct')
    await run.act('fill', 'complete')
    expect(run.at).toEqual(['review'])
    await run.act('review')
    expect(run.draft.instance.outcome).toBe('approved')
  })

  it('out of a parallel block: the sibling branch is taken off, and the block runs anew with a fresh join', async () => {
    const run = await aRun(aParallel())
    expect(run.at).toEqual(['a', 'b'])
    await run.act('a') // waits at the join
    await run.back('b', 'fill')
    expect(run.at).toEqual(['fill'])
    expect([...run.draft.tokens.values()].filter((each) => each.state === 'active')).toHaveLength(1)
    await run.act('fill', 'complete')
    expect(run.at).toEqual(['a', 'b'])
    await run.act('a')
    expect(run.at).toEqual(['b'])
    await run.act('b')
    await run.act('last')
    expect(run.draft.instance.outcome).toBe('approved')
  })

  it('within one branch leaves the sibling alone, and never reaches into another branch or a closed block', async () => {
    const graph = aFlow(
      [
        start,
        fill,
        parallel('split'),
        aStep('a'),
        aStep('a2'),
        aStep('b'),
        parallel('join'),
        aStep('last'),
        end,
      ],
      'start>fill>split>a>a2>join>last>end',
      'split>b>join',
    )
    const run = await aRun(graph)
    await run.act('a')
    await run.act('b')
    const targets = returnTargets(run.draft, stepOf(run.draft, run.task('a2').stepId))
    expect(targets).toEqual([
      { nodeId: 'fill', direct: false },
      { nodeId: 'a', direct: true },
    ])
    await run.back('a2', 'a')
    expect(run.at).toEqual(['a'])
    await run.act('a')
    await run.act('a2')
    expect(run.at).toEqual(['last'])
    expect(
      returnTargets(run.draft, stepOf(run.draft, run.task('last').stepId)).map((each) => each.nodeId),
    ).toEqual(['fill'])
    await expect(run.back('last', 'b')).rejects.toMatchObject({ refusal: { reason: 'task.return_target' } })
  })

  it('withdrawing to correct gives the form back, withdrawing for good ends it', async () => {
    const run = await aRun(aParallel())
    await withdrawToCorrect(run.draft, run.world, 'oops')
    expect(run.at).toEqual(['fill'])
    endBy(run.draft, run.world, 'withdraw', null)
    expect(run.draft.instance).toMatchObject({ state: 'ended', outcome: 'withdrawn' })
    expect(openSteps(run.draft)).toEqual([])
  })
})

describe('counting votes', () => {
  it.each([
    ['any', null, 3, 1],
    ['all', null, 3, 3],
    ['count', 2, 3, 2],
    ['count', 9, 3, 3],
    ['percent', 60, 3, 2],
    ['percent', 1, 3, 1],
    ['percent', 100, 3, 3],
  ] as const)('%s %s of %i voters needs %i', (mode, value, voters, needed) => {
    expect(neededOf({ mode, value, veto: false }, voters)).toBe(needed)
  })

  it('agrees with a count by hand for every combination of votes', () => {
    const aVote = fc.constantFrom('approved', 'rejected', null)
    fc.assert(
      fc.property(
        fc.array(aVote, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('any' as const, 'all' as const, 'count' as const, 'percent' as const),
        fc.integer({ min: 1, max: 100 }),
        fc.boolean(),
        (votes, mode, value, veto) => {
          const rule = { mode, value: mode === 'count' ? (value % 8) + 1 : value, veto }
          const tasks = votes.map((outcome) => ({
            kind: 'own' as const,
            state: outcome ? ('done' as const) : ('open' as const),
            outcome,
          }))
          const verdict = tally(tasks, rule)
          const needed = neededOf(rule, votes.length)
          const pro = votes.filter((each) => each === 'approved').length
          const contra = votes.filter((each) => each === 'rejected').length
          if (veto && contra > 0) expect(verdict).toBe('rejected')
          else if (pro >= needed) expect(verdict).toBe('approved')
          else if (votes.length - contra < needed) expect(verdict).toBe('rejected')
          else expect(verdict).toBe('open')
        },
      ),
    )
  })

  it.each([
    ['any', multi('any'), ['approve'], 'ended'],
    ['all, two of three in', multi('all'), ['approve', 'approve'], 'check'],
    ['all', multi('all'), ['approve', 'approve', 'approve'], 'ended'],
    ['all, one against', multi('all'), ['approve', 'reject'], 'rejected'],
    ['two of three', multi('count', 2), ['reject', 'approve', 'approve'], 'ended'],
    ['60 %', multi('percent', 60), ['approve', 'approve'], 'ended'],
    ['veto', multi('percent', 50, true), ['reject'], 'rejected'],
  ] as const)('a countersign with rule %s', async (_, more, acts, result) => {
    const run = await aRun(aChain(aStep('check', more)))
    for (const [index, act] of acts.entries()) await run.act('check', act, people[index]?.personId)
    const shown =
      run.draft.instance.state === 'ended'
        ? run.draft.instance.outcome === 'approved'
          ? 'ended'
          : 'rejected'
        : run.at.join()
    expect(shown).toBe(result)
    const open = [...run.draft.tasks.values()].filter((each) => each.state === 'open')
    expect(open.length).toBe(result === 'check' ? 1 : 0)
  })

  it('one after another opens one task at a time', async () => {
    const run = await aRun(aChain(aStep('check', multi('all', null, false, true))))
    for (const each of people) {
      const open = tasksOf(run.draft, run.task('check').stepId).filter((task) => task.state === 'open')
      expect(open.map((task) => task.people)).toEqual([[each]])
      await run.act('check', 'approve', each.personId)
    }
    expect(run.draft.instance.outcome).toBe('approved')
  })

  it('leaves the applicant out, and waits with one task when nobody holds the post', async () => {
    const withApplicant = await aRun(aChain(aStep('check', multi('all'))), undefined, {
      holdersOf: async () => [applicant, ...people],
    })
    expect(
      tasksOf(withApplicant.draft, withApplicant.task('check').stepId).flatMap((each) => each.people),
    ).toEqual(people)
    const nobody = await aRun(aChain(aStep('check', multi('all'))), undefined, { holdersOf: async () => [] })
    expect(nobody.task('check')).toMatchObject({ people: [], seats: [{ role: 'regulator-centre' }] })
  })
})

describe('other hands', () => {
  const by = { person: person('p1'), onBehalfOf: null }

  it('asks before: my task waits for the opinion, whatever it is, and then is mine again', async () => {
    for (const answer of ['approve', 'reject'] as const) {
      const run = await aRun(aChain(aStep('check')))
      const mine = run.task('check')
      await addSigners(run.draft, run.world, mine, [person('x'), person('y')], 'before', by, 'please look')
      expect(run.draft.tasks.get(mine.id)?.state).toBe('waiting')
      await run.act('check', answer, 'x')
      expect(run.draft.tasks.get(mine.id)?.state).toBe('waiting')
      await run.act('check', answer, 'y')
      expect(run.draft.tasks.get(mine.id)).toMatchObject({ state: 'open', version: 3 })
      await run.act('check')
      expect(run.draft.instance.outcome).toBe('approved')
    }
  })

  it('asks after: each added signer must agree as well', async () => {
    const run = await aRun(aChain(aStep('check')))
    await addSigners(run.draft, run.world, run.task('check'), [person('x')], 'after', by, 'you too')
    expect(run.at).toEqual(['check'])
    await run.act('check', 'reject', 'x')
    expect(run.draft.instance.outcome).toBe('rejected')
  })

  it('takes an added signer back', async () => {
    const run = await aRun(aChain(aStep('check')))
    const mine = run.task('check')
    await addSigners(run.draft, run.world, mine, [person('x')], 'before', by, 'look')
    await removeSigner(run.draft, run.world, run.task('check', 'x'), null)
    expect(run.draft.tasks.get(mine.id)?.state).toBe('open')
  })

  it('transfers to one person alone, and makes older views of the task stale', async () => {
    const run = await aRun(aChain(aStep('check')))
    const mine = run.task('check')
    transfer(run.draft, run.world, mine, person('x'), 'not mine')
    expect(run.draft.tasks.get(mine.id)).toMatchObject({ seats: [], people: [person('x')], version: 2 })
  })
})

describe('clocks', () => {
  const timer = (interrupting: boolean) =>
    ({
      id: 'late',
      kind: 'timer',
      name: { zh: '超时', en: 'late' },
      attachedTo: 'check',
      interrupting,
      after: { amount: 2, unit: 'working-day' },
    }) as const

  it('an interrupting timer takes the step over', async () => {
    const graph = aFlow(
      [start, fill, aStep('check'), timer(true), aStep('chief'), end],
      'start>fill>check>end',
      'late>chief>end',
    )
    const run = await aRun(graph)
    const [row] = [...run.draft.timers.values()]
    await fireTimer(run.draft, run.world, row?.id ?? '')
    expect(run.at).toEqual(['chief'])
    expect(stepOf(run.draft, row?.stepId ?? '').outcome).toBe('timed-out')
    await fireTimer(run.draft, run.world, row?.id ?? '')
    expect(run.at).toEqual(['chief'])
  })

  it('another one runs beside the step and ends by itself', async () => {
    const topics: string[] = []
    const graph = aFlow(
      [start, fill, aStep('check'), timer(false), service('tell', 'notice'), end],
      'start>fill>check>end',
      'late>tell>end',
    )
    const run = await aRun(graph, undefined, {
      runService: async (topic) => {
        topics.push(topic)
        return {}
      },
    })
    await fireTimer(run.draft, run.world, [...run.draft.timers.keys()][0] ?? '')
    expect(topics).toEqual(['notice'])
    expect(run.at).toEqual(['check'])
    expect(run.draft.instance.state).toBe('running')
  })

  it('deciding in time cancels the timer', async () => {
    const graph = aFlow(
      [start, fill, aStep('check'), timer(true), aStep('chief'), end],
      'start>fill>check>end',
      'late>chief>end',
    )
    const run = await aRun(graph)
    await run.act('check')
    expect([...run.draft.timers.values()].map((each) => each.state)).toEqual(['cancelled'])
  })

  it('escalation adds those above, and takes nobody away', async () => {
    const run = await aRun(
      aChain(
        aStep('check', {
          termWorkingDays: 2,
          escalateTo: { kind: 'role', role: 'regulator-bureau', level: 'city-authority' },
        }),
      ),
    )
    const [step] = openSteps(run.draft)
    if (!step) throw new Error('a step is open')
    await escalate(run.draft, run.world, step)
    expect(run.task('check').seats.map((each) => each.role)).toEqual(['regulator-centre', 'regulator-bureau'])
    expect(stepOf(run.draft, step.id).overdueAt).not.toBeNull()
  })
})

describe('whatever people do', () => {
  const graphs = [
    aChain(aStep('a'), aStep('b', multi('count', 2)), aStep('c')),
    aParallel(aStep('a', multi('all')), aStep('b'), aStep('last')),
    aFlow(
      [
        start,
        fill,
        parallel('s1'),
        parallel('s2'),
        aStep('a'),
        aStep('b'),
        parallel('j2'),
        aStep('c'),
        aStep('d'),
        parallel('j1'),
        exclusive('g'),
        aStep('z', { rule: centre }),
        end,
      ],
      'start>fill>s1>s2>a>j2>c>j1>g>z>end',
      's2>b>j2',
      's1>d>j1',
      'g>fill?amount > 5',
    ),
  ].map((graph) => ({
    ...graph,
    edges: graph.edges.map((each) => (each.id === 'g-z' ? { ...each, isDefault: true } : each)),
  }))

  it('tokens stand where they may, ended flows are empty, and nothing runs twice', async () => {
    const aChoice = fc.record({
      pick: fc.nat(),
      act: fc.constantFrom('yes', 'yes', 'yes', 'no', 'back', 'direct', 'sign', 'withdraw'),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...graphs),
        fc.array(aChoice, { maxLength: 25 }),
        async (graph, choices) => {
          const run = await aRun(graph)
          const { draft, world } = run
          for (const { pick, act } of choices) {
            const open = [...draft.tasks.values()].filter((each) => each.state === 'open')
            const task = open[pick % Math.max(1, open.length)]
            if (draft.instance.state === 'ended' || !task) break
            draft.movesLeft = 200
            const by = { person: person('p1'), onBehalfOf: null }
            const targets = returnTargets(draft, stepOf(draft, task.stepId))
            const target = targets[pick % Math.max(1, targets.length)]
            if ((act === 'back' || act === 'direct') && target)
              await returnTask(
                draft,
                world,
                task,
                { nodeId: target.nodeId, resume: target.direct && act === 'direct' ? 'direct' : 'replay' },
                by,
                'x',
              )
            else if (act === 'sign')
              await addSigners(draft, world, task, [person('x')], pick % 2 ? 'before' : 'after', by, 'x')
            else if (act === 'withdraw') await withdrawToCorrect(draft, world, null)
            else
              await vote(
                draft,
                world,
                task,
                act === 'no' && task.nodeId !== 'fill' ? 'reject' : 'approve',
                by,
                null,
              )
            checkInvariants(draft)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

function checkInvariants(draft: Draft): void {
  const active = [...draft.tokens.values()].filter((each) => each.state === 'active')
  const open = openSteps(draft)
  if (draft.instance.state === 'ended') {
    expect([
      active,
      open,
      [...draft.tasks.values()].filter((each) => each.state === 'open' || each.state === 'waiting'),
    ]).toEqual([[], [], []])
    return
  }
  expect(active.length).toBeGreaterThan(0)
  for (const token of active) {
    const here = open.filter((each) => each.tokenId === token.id)
    const node = draft.graph.nodes.find((each) => each.id === token.nodeId)
    // At an open step, or waiting at a join; never both, never two steps at once.
    expect(here.length).toBe(node?.kind === 'parallel' ? 0 : 1)
  }
  expect(open.length).toBe(active.filter((token) => open.some((each) => each.tokenId === token.id)).length)
  expect(open.length).toBeGreaterThan(0)
  for (const step of open) expect(tasksOf(draft, step.id).some((each) => each.state === 'open')).toBe(true)
  const branches = active.map((token) => token.path.map((each) => `${each.visit}/${each.branch}`).join('>'))
  expect(new Set(branches).size).toBe(branches.length)
}
