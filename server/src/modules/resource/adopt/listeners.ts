/**
 * The listeners of a load balancer that somebody else made, in our own words. We know one port and one weight for all
 * members of a listener, and one way of looking at them: what is otherwise stays with whoever made it, instead of being
 * changed by being taken in.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Listener as Intended } from '@yunheng/contract'
import type { Listener } from '../../cloud/index.ts'
import { buildListeners } from '../reconcile/listeners.ts'

const listOf = (told: unknown): readonly Listener[] | null =>
  Array.isArray(told) ? (told as readonly Listener[]) : null

/** The cloud's own identifiers of the servers behind it; an address, where it is no server's. */
export function memberRefsOf(told: unknown): readonly string[] {
  const members = (listOf(told) ?? []).flatMap((one) => one.members)
  return [...new Set(members.map(({ serverRef }) => serverRef))]
}

/** Null where our words do not say the same. */
export function listenersOf(told: unknown, idOf: (ref: string) => string | null): Intended[] | null {
  const listeners = listOf(told)
  if (listeners === null) return null
  const ours = listeners.map((one) => toIntended(one, idOf))
  if (ours.some((one) => one === null)) return null
  const intended = ours as Intended[]
  const refs = new Map(memberRefsOf(told).map((ref) => [idOf(ref) ?? '', ref]))
  const back = buildListeners(intended, (id) => refs.get(id) ?? '')
  return isDeepStrictEqual(plain(back), plain(listeners)) ? intended : null
}

function toIntended(one: Listener, idOf: (ref: string) => string | null): Intended | null {
  const serverIds = one.members.flatMap(({ serverRef }) => idOf(serverRef) ?? [])
  if (serverIds.length !== one.members.length) return null
  const { protocol, port, algorithm, monitor } = one
  const memberPort = one.members[0]?.port ?? port
  const healthPath = monitor?.type === 'http' ? (monitor.path ?? '/') : null
  return { protocol, port, algorithm, memberPort, healthPath, serverIds: [...new Set(serverIds)] }
}

/** Neither the order of members nor that of keys means anything. */
const plain = (listeners: readonly Listener[]) =>
  listeners.map(({ protocol, port, algorithm, members, monitor }) => ({
    protocol,
    port,
    algorithm,
    monitor: monitor && { ...monitor },
    members: members.map(({ serverRef, port: to, weight }) => `${serverRef} ${to} ${weight}`).sort(),
  }))
