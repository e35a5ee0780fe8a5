import { describe, expect, it } from 'vitest'
import {
  networkState,
  POWER_ON_ACTION,
  serverPower,
  serverState,
  snapshotState,
  volumeState,
} from './states.ts'

describe('serverState', () => {
  it.each([
    ['ACTIVE', null, 'ready'],
    ['SHUTOFF', null, 'ready'],
    ['BUILD', 'spawning', 'building'],
    ['BUILD', 'deleting', 'removing'],
    ['ACTIVE', 'powering-off', 'changing'],
    ['ACTIVE', 'deleting', 'removing'],
    ['ERROR', 'deleting', 'removing'],
    ['ERROR', null, 'error'],
    ['RESIZE', 'resize_prep', 'changing'],
    ['VERIFY_RESIZE', null, 'needs-confirm'],
    ['VERIFY_RESIZE', 'resize_confirming', 'changing'],
    ['RESCUE', null, 'ready'],
    ['A_STATE_OF_2030', null, 'unknown'],
  ])('%s with task %s is %s', (status, task, state) => {
    expect(serverState(status, task)).toBe(state)
  })
})

describe('power', () => {
  it('knows how to start whatever it calls off', () => {
    const off = ['PAUSED', 'SHELVED', 'SHELVED_OFFLOADED', 'SHUTOFF', 'SOFT_DELETED', 'SUSPENDED']
    expect(off.map(serverPower)).toEqual(off.map(() => 'off'))
    expect(Object.keys(POWER_ON_ACTION).sort()).toEqual(off)
    expect(serverPower('ERROR')).toBeNull()
  })
})

describe('the other tables', () => {
  it('map a state of each sort, and call the unheard-of unknown', () => {
    expect(
      ['creating', 'available', 'in-use', 'reserved', 'deleting', 'error_extending', 'x'].map(volumeState),
    ).toEqual(['building', 'ready', 'ready', 'changing', 'removing', 'error', 'unknown'])
    expect(['creating', 'available', 'deleting', 'error', 'x'].map(snapshotState)).toEqual([
      'building',
      'ready',
      'removing',
      'error',
      'unknown',
    ])
    expect(['ACTIVE', 'down', 'BUILD', 'ERROR', 'x'].map(networkState)).toEqual([
      'ready',
      'ready',
      'building',
      'error',
      'unknown',
    ])
  })
})
