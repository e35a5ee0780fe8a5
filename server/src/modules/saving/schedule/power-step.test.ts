import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { powerStep, type ScheduledServer } from './power-step.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000)
const server = (change: Partial<ScheduledServer> = {}): ScheduledServer => ({
  power: 'on',
  isGivenBack: false,
  isTermOver: false,
  isExempt: false,
  lastAct: null,
  ...change,
})
const by = (code: string, at: Date) => ({ lastAct: { code, at } })
const GRACE = 4

describe('what a schedule does to a server (R122)', () => {
  it.each<[string, 'on' | 'off' | null, Partial<ScheduledServer>, string]>([
    ['off hours, running', 'off', {}, 'stop'],
    ['off hours, off already', 'off', { power: 'off' }, 'as-scheduled'],
    ['off hours, started by hand an hour ago', 'off', by('resource.start', ago(1)), 'by-hand'],
    ['off hours, started by hand four hours ago', 'off', by('resource.start', ago(4)), 'stop'],
    ['off hours, started by the schedule', 'off', by('power-schedule.start', ago(1)), 'stop'],
    [
      'off hours, started by a clock that has been set back by days',
      'off',
      by('resource.start', ago(-48)),
      'stop',
    ],
    [
      'off hours, started just now by a clock that is ahead',
      'off',
      by('resource.start', ago(-0.1)),
      'by-hand',
    ],
    ['off hours, exempt', 'off', { isExempt: true }, 'exempt'],
    ['off hours, given back', 'off', { isGivenBack: true }, 'given-back'],
    ['hours on, running', 'on', {}, 'as-scheduled'],
    [
      'hours on, switched off by the schedule',
      'on',
      { power: 'off', ...by('power-schedule.stop', ago(12)) },
      'start',
    ],
    ['hours on, switched off by hand', 'on', { power: 'off', ...by('resource.stop', ago(12)) }, 'by-hand'],
    ['hours on, off and nobody knows why', 'on', { power: 'off' }, 'by-hand'],
    [
      'hours on, switched off by the schedule, and its term is over',
      'on',
      { power: 'off', isTermOver: true, ...by('power-schedule.stop', ago(12)) },
      'term-over',
    ],
    [
      'off hours, exempt since it was switched off',
      'off',
      { power: 'off', isExempt: true, ...by('power-schedule.stop', ago(1)) },
      'start',
    ],
    [
      'after its end, switched off by it',
      null,
      { power: 'off', ...by('power-schedule.stop', ago(1)) },
      'start',
    ],
    ['after its end, running', null, {}, 'as-scheduled'],
  ])('%s', (_, wants, change, expected) => {
    const step = powerStep(wants, server(change), NOW, GRACE)
    expect(step.do === 'nothing' ? step.standing : step.do).toBe(expected)
  })

  it('says until when it spares what was started by hand', () => {
    const step = powerStep('off', server(by('resource.start', ago(1))), NOW, GRACE)
    expect(step).toEqual({ do: 'nothing', standing: 'by-hand', sparedUntil: ago(-3) })
  })

  it('does at most one thing, and then nothing, however often it is asked', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('on' as const, 'off' as const, null),
        fc.record({
          power: fc.constantFrom('on' as const, 'off' as const),
          isGivenBack: fc.boolean(),
          isTermOver: fc.boolean(),
          isExempt: fc.boolean(),
          lastAct: fc.option(
            fc.record({
              code: fc.constantFrom(
                'resource.start',
                'resource.stop',
                'power-schedule.start',
                'power-schedule.stop',
              ),
              at: fc.integer({ min: -100, max: 100 }).map(ago),
            }),
          ),
        }),
        (wants, before) => {
          const step = powerStep(wants, before, NOW, GRACE)
          if (step.do === 'nothing') return
          const power = step.do === 'start' ? ('on' as const) : ('off' as const)
          const after = { ...before, power, lastAct: { code: `power-schedule.${step.do}`, at: NOW } }
          expect(powerStep(wants, after, NOW, GRACE).do).toBe('nothing')
        },
      ),
    )
  })
})
