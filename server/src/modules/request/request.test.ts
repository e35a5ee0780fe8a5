import { REQUEST_STATES, type RequestState } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../platform/context.ts'
import { nextLineState } from './delivery/advance-delivery.ts'
import {
  isClosed,
  isEditable,
  nextState,
  type Owned,
  type RequestAct,
  refuseCancel,
  refuseEdit,
  refuseRemove,
  refuseSubmit,
  refuseWithdraw,
} from './request.ts'

const ACTS: readonly RequestAct[] = [
  'submit',
  'return',
  'reject',
  'withdraw-to-correct',
  'withdraw',
  'approve',
  'allocate',
  'deliver-part',
  'deliver',
  'return-delivery',
  'complete',
  'cancel',
]

function person(personId: string, role: 'department-applicant' | 'department-admin'): Actor {
  return {
    kind: 'person',
    personId,
    accountId: personId,
    name: personId,
    post: { postId: 'p', title: role, role, bodyId: 'b', bodyName: 'b', regionId: 'r' },
    scope: { all: false, bodyIds: [], providerId: null, personId },
    via: { kind: 'session', id: 's' },
  }
}
const owned = (state: RequestState, kind: Owned['kind'] = 'new'): Owned => ({
  state,
  kind,
  applicantId: 'me',
  bodyId: 'b',
})

describe('the states of a request', () => {
  it('has no dead end but those that are an end', () => {
    const ends = REQUEST_STATES.filter(isClosed)
    expect(ends).toEqual(['rejected', 'withdrawn', 'completed', 'cancelled'])
  })

  it('reaches every state from a draft', () => {
    const seen = new Set<RequestState>(['draft'])
    const open: RequestState[] = ['draft']
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      for (const act of ACTS) {
        const next = nextState(state, act)
        if (next === null || seen.has(next)) continue
        seen.add(next)
        open.push(next)
      }
    }
    expect([...seen].sort()).toEqual([...REQUEST_STATES].sort())
  })

  it('builds nothing that was not approved: every way to provisioning leads through approved', () => {
    const into = REQUEST_STATES.filter((state) =>
      ACTS.some((act) => nextState(state, act) === 'provisioning'),
    )
    expect(into).toEqual(['approved'])
    const intoApproved = REQUEST_STATES.filter((state) =>
      ACTS.some((act) => nextState(state, act) === 'approved'),
    )
    expect(intoApproved).toEqual(['in-approval'])
  })
})

describe('who may do what to a request', () => {
  it.each(REQUEST_STATES)('in state %s the applicant, and nobody else of the body', (state) => {
    const me = person('me', 'department-applicant')
    const colleague = person('you', 'department-applicant')
    const admin = person('boss', 'department-admin')
    for (const rule of [refuseEdit, refuseRemove, refuseSubmit, refuseWithdraw, refuseCancel]) {
      const mine = rule(owned(state), me)
      expect(rule(owned(state), admin)).toBe(mine)
      if (mine === null) expect(rule(owned(state), colleague)).toBe('request.not_applicant')
      else expect(rule(owned(state), colleague)).toBe(mine)
    }
  })

  it('writes only in what is not with others', () => {
    expect(REQUEST_STATES.filter(isEditable)).toEqual(['draft', 'returned'])
    const me = person('me', 'department-applicant')
    expect(refuseEdit(owned('in-approval'), me)).toBe('request.not_editable')
    expect(refuseRemove(owned('returned'), me)).toBe('request.not_draft')
    expect(refuseWithdraw(owned('provisioning'), me)).toBe('request.not_withdrawable')
  })

  it('does not half undo a change that has begun', () => {
    const me = person('me', 'department-applicant')
    expect(refuseCancel(owned('approved', 'change'), me)).toBeNull()
    expect(refuseCancel(owned('provisioning', 'change'), me)).toBe('request.not_cancellable')
    expect(refuseCancel(owned('provisioning', 'new'), me)).toBeNull()
  })
})

describe('a line by its resources', () => {
  const resource = (ready: boolean, problem = false) => ({
    id: 'r',
    name: 'r',
    kind: 'server',
    ready,
    problem: problem ? { zh: '坏', en: 'bad' } : null,
  })
  it.each([
    ['nothing there yet', [], 'provisioning'],
    ['one of two', [resource(true), resource(false)], 'provisioning'],
    ['all', [resource(true), resource(true)], 'delivered'],
    ['one in trouble', [resource(true), resource(false, true)], 'failing'],
    ['ready with an old problem', [resource(true, true)], 'delivered'],
  ] as const)('%s', (_, resources, state) => {
    const progress = { resources: [...resources], waitsFor: [] }
    expect(nextLineState({ state: 'provisioning' }, progress)).toBe(state)
    expect(nextLineState({ state: 'failing' }, progress)).toBe(state)
  })

  it.each([
    ['on its way', false, 'provisioning'],
    ['in trouble', true, 'failing'],
  ] as const)('is not delivered on ground that is %s', (_, failing, state) => {
    const waitsFor = [{ id: 'g', name: 'g', kind: 'router', text: { zh: '等', en: 'waits' }, failing }]
    expect(nextLineState({ state: 'provisioning' }, { resources: [resource(true)], waitsFor })).toBe(state)
  })

  it('keeps what people have said', () => {
    for (const state of ['confirmed', 'redelivering', 'cancelled', 'delivered'] as const)
      expect(nextLineState({ state }, { resources: [resource(false)], waitsFor: [] })).toBe(state)
  })
})
