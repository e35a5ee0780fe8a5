import { type Action, IdParams, operation, Strict, type Text, type TSchema, Version } from './base.ts'
import type { Noun } from './nouns.ts'

/**
 * Builds the operations that do something to one object which is there already: `POST /work-orders/{id}/deliver`. Such
 * an act is about the version that the caller saw, answers with the object as it stands afterwards, is written to the
 * audit trail under its own id, and may be sent twice under one key.
 */
export function actsOn<const N extends Noun, R extends TSchema>(object: {
  readonly noun: N
  /** `/work-orders` */
  readonly path: string
  readonly response: R
  /** What the acts ask of the caller, unless one says otherwise. */
  readonly action: Action
  /** What every act may be refused for. */
  readonly reasons: readonly string[]
}) {
  const { noun, path, response } = object
  return <const V extends string, const B extends Record<string, TSchema>>(
    verb: V,
    title: Text,
    body: B,
    reasons: readonly string[] = [],
    action: Action = object.action,
  ) =>
    operation({
      id: `${noun}.${verb}`,
      method: 'POST',
      path: `${path}/{id}/${verb}`,
      title,
      params: IdParams,
      body: Strict({ version: Version, ...body }),
      response,
      access: { action, noun },
      audit: { act: `${noun}.${verb}` },
      idempotent: true,
      reasons: [...object.reasons, ...reasons],
    })
}
