import type { Action, AllowedActions, Noun } from '@yunheng/contract'

/** Whether the policy on the server lets the acting post do this, as the session says. */
export const isAllowed = (allowed: AllowedActions, action: Action, noun: Noun): boolean =>
  allowed[noun].includes(action)
