/** What every call inside a simulated cloud works with: its database transaction, its settings, and the present. */
import type pg from 'pg'
import { ConnectorFault, type ExternalId, type FaultKind } from '../../modules/cloud/connector.ts'
import { drawWithin } from './chance.ts'
import type { Effect, Knobs } from './simulated-knobs.ts'

export interface Room {
  readonly db: pg.PoolClient
  readonly cloud: string
  readonly seed: string
  readonly knobs: Knobs
  readonly now: Date
  /** The fate of what is being built in this call, when a rule or chance decided one. */
  readonly fate: Extract<Effect, { build: string }> | null
}

/** Throws as a cloud refuses: with its kind, its words and a request id. */
export function refuseCall(fault: FaultKind, words: string): never {
  throw new ConnectorFault(fault, words)
}

/** By id or by name. */
export function imageOf({ knobs }: Room, wanted: string): Knobs['offer']['images'][number] {
  const image = knobs.offer.images.find((one) => one.id === wanted || one.name === wanted)
  return image ?? refuseCall('not-found', `Image ${wanted} could not be found.`)
}

/** When the cloud will be done with this piece of work. */
export function doneAt(room: Room, kind: string, what: string, step: string): Date {
  const workMs = room.knobs.workMs
  const range = workMs[kind as keyof typeof workMs] ?? workMs.other
  return new Date(room.now.getTime() + room.knobs.slowness * drawWithin(range, room.seed, 'work', what, step))
}

/** A project must be named for everything that lives in one. */
export function projectOf(projectRef: ExternalId | null): ExternalId {
  return projectRef ?? refuseCall('invalid', 'This call needs a project scope.')
}
