import { describe, expect, it } from 'vitest'
import type { Observed } from '../../cloud/index.ts'
import { type Neighbour, nextAction, type Situation } from './next-action.ts'

const NOW = new Date('2026-09-15T04:00:00Z')
const before = (ms: number) => new Date(NOW.getTime() - ms)
const after = (ms: number) => new Date(NOW.getTime() + ms)

const neighbour = (id: string, kind: Neighbour['kind'], more: Partial<Neighbour> = {}): Neighbour => ({
  id,
  kind,
  name: id,
  externalId: `x-${id}`,
  isReady: true,
  isReleased: false,
  ...more,
})
const GROUND = [
  neighbour('net', 'subnet'),
  neighbour('group', 'security-group'),
  neighbour('project', 'project'),
]

const ROW: Situation['row'] = {
  id: 'web',
  kind: 'server',
  name: 'web',
  presence: 'present',
  generation: 1,
  settled_generation: 0,
  cooling_until: null,
  external_id: 'x-web',
  asked_at: before(1000),
  built_at: null,
  spec: {
    kind: 'server',
    vcpus: 2,
    memoryMiB: 4096,
    rootDiskGiB: 40,
    image: 'kylin',
    subnetIds: ['net'],
    securityGroupIds: ['group'],
    keyPairId: null,
    zone: null,
    power: 'on',
    rebootGeneration: 0,
  },
}

/** Asked for long enough ago, never seen. */
const UNSEEN = { external_id: null, asked_at: before(15_000) }

const seen = (state: Observed['state'], spec: object = {}, more: Partial<Observed> = {}): Observed => ({
  kind: 'server',
  externalId: 'x-web',
  resourceId: 'web',
  projectRef: 'x-project',
  name: 'web',
  state,
  nativeState: state,
  spec: {
    kind: 'server',
    vcpus: 2,
    memoryMiB: 4096,
    rootDiskGiB: 40,
    securityGroupRefs: ['x-group'],
    power: 'on',
    rebootGeneration: 0,
    ...spec,
  },
  attributes: {},
  fault: null,
  createdAt: null,
  ...more,
})

function next(row: Partial<Situation['row']>, observed: Observed | null, more: Partial<Situation> = {}) {
  const situation = {
    row: { ...ROW, ...row },
    observed,
    foundation: GROUND,
    burden: [],
    notBefore: null,
    ...more,
  }
  return nextAction(situation, NOW)
}

const BUILT = { built_at: before(5000), settled_generation: 1 }
const ASKED = { generation: 2, ...BUILT }
const GONE = { presence: 'absent', ...BUILT } as const

describe('toward presence', () => {
  const unready = GROUND.map((one) => (one.id === 'net' ? { ...one, isReady: false, externalId: null } : one))
  it.each([
    ['makes what is not there', next(UNSEEN, null), { do: 'create', spec: { subnetRefs: ['x-net'] } }],
    [
      'waits for what it stands on',
      next(UNSEEN, null, { foundation: unready }),
      { do: 'wait', for: 'foundation', names: ['net'] },
    ],
    ['waits after a failed build', next(UNSEEN, null, { notBefore: after(1000) }), { do: 'poll' }],
    [
      'looks for it again before it makes twice what is perhaps on its way',
      next({ ...UNSEEN, asked_at: before(14_000) }, null),
      { do: 'poll' },
    ],
    [
      'finishes what was found by its tag alone: the answer to its making never came',
      next({ external_id: null }, seen('ready')),
      { do: 'create' },
    ],
    ['looks again while the cloud works', next({}, seen('building')), { do: 'poll' }],
    [
      'takes a failed build away, since nothing is lost',
      next({}, seen('error')),
      { do: 'remove', why: 'broken' },
    ],
    ['keeps what failed after it was of use', next(BUILT, seen('error')), { do: 'rest', because: 'error' }],
    ['settles when both sides agree', next({}, seen('ready')), { do: 'settle' }],
    ['never makes again what vanished', next(BUILT, null), { do: 'rest', because: 'missing' }],
    [
      'leaves alone what was changed outside',
      next(BUILT, seen('ready', { power: 'off' })),
      { do: 'rest', because: 'drift' },
    ],
    [
      'drives what was asked for',
      next(ASKED, seen('ready', { power: 'off' })),
      { do: 'change', change: { type: 'power', power: 'on' } },
    ],
    [
      'resizes before it powers on',
      next(ASKED, seen('ready', { vcpus: 1, power: 'off' })),
      { do: 'change', change: { type: 'resize', vcpus: 2 } },
    ],
    [
      'confirms a resize',
      next(ASKED, seen('needs-confirm')),
      { do: 'change', change: { type: 'confirm-resize' } },
    ],
    [
      'takes a resize back that is no longer what should be',
      next(ASKED, seen('needs-confirm', { vcpus: 8 })),
      { do: 'change', change: { type: 'revert-resize' } },
    ],
    [
      'leaves a resize alone that was begun outside',
      next(BUILT, seen('needs-confirm', { vcpus: 8 })),
      { do: 'rest', because: 'drift' },
    ],
    [
      'rescues what is to be rescued',
      next({ ...ASKED, spec: { ...ROW.spec, isRescued: true } as typeof ROW.spec }, seen('ready')),
      { do: 'change', change: { type: 'rescue', on: true } },
    ],
    [
      'lets out of rescue what is to be let out',
      next(ASKED, seen('ready', { isRescued: true })),
      { do: 'change', change: { type: 'rescue', on: false } },
    ],
    [
      'rebuilds once per generation',
      next({ ...ASKED, spec: { ...ROW.spec, rebuildGeneration: 2 } as typeof ROW.spec }, seen('ready')),
      { do: 'change', change: { type: 'rebuild', generation: 2, image: 'kylin' } },
    ],
    [
      'never makes a system disk smaller',
      next(ASKED, seen('ready', { rootDiskGiB: 80 })),
      { do: 'rest', because: 'drift' },
    ],
    [
      'does not compare what the cloud did not tell',
      next({}, seen('ready', { vcpus: undefined })),
      { do: 'settle' },
    ],
    ['rests on a state that nobody knows', next(BUILT, seen('unknown')), { do: 'rest', because: 'unknown' }],
  ])('%s', (_, action, wanted) => {
    expect(action).toMatchObject(wanted)
  })
})

describe('toward absence', () => {
  const disk = neighbour('disk', 'volume')
  const port = neighbour('server', 'server')
  const ON_GROUND = { ...GONE, kind: 'project' } as const
  const project = (resourceId: string | null, usedElsewhere: readonly string[]) =>
    seen('ready', {}, { kind: 'project', resourceId, attributes: { usedElsewhere } })
  it.each([
    ['takes away what is there', next(GONE, seen('ready')), { do: 'remove', why: 'intended' }],
    ['looks again while it goes', next(GONE, seen('removing')), { do: 'poll' }],
    ['is done when it has gone', next(GONE, null), { do: 'finish' }],
    [
      'is done at once when it was never asked for',
      next({ ...GONE, asked_at: null, external_id: null }, null),
      { do: 'finish' },
    ],
    [
      'does not believe absence right after a lost answer',
      next({ ...GONE, external_id: null }, null),
      { do: 'poll' },
    ],
    ['believes it a quarter of a minute later', next({ ...GONE, ...UNSEEN }, null), { do: 'finish' }],
    [
      'does not wait for a disk that merely hangs on it',
      next(GONE, seen('ready'), { burden: [disk] }),
      { do: 'remove' },
    ],
    [
      'lets what stands on it go first',
      next({ ...GONE, kind: 'subnet' }, seen('ready'), { burden: [port] }),
      { do: 'wait', for: 'burden', names: ['server'] },
    ],
    [
      'is done with a project that another region uses, once our tag is off it',
      next(ON_GROUND, project(null, ['RegionTwo'])),
      { do: 'finish' },
    ],
    ['but not before', next(ON_GROUND, project('web', ['RegionTwo'])), { do: 'remove', why: 'intended' }],
    ['nor where nobody uses it', next(ON_GROUND, project(null, [])), { do: 'remove', why: 'intended' }],
    [
      'nor while something of ours stands in it',
      next(ON_GROUND, project(null, ['RegionTwo']), { burden: [port] }),
      { do: 'wait', for: 'burden', names: ['server'] },
    ],
  ])('%s', (_, action, wanted) => {
    expect(action).toMatchObject(wanted)
  })

  it.each([
    [
      'stops a server that cools off',
      seen('ready'),
      { do: 'change', change: { type: 'power', power: 'off' } },
    ],
    ['then waits', seen('ready', { power: 'off' }), { do: 'rest', because: 'cooling' }],
    ['is done early when it has gone by itself', null, { do: 'finish' }],
  ])('%s', (_, observed, wanted) => {
    expect(next({ ...GONE, cooling_until: after(86_400_000) }, observed)).toMatchObject(wanted)
  })
})
