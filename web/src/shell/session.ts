import type { QueryClient } from '@tanstack/react-query'
import { redirect } from '@tanstack/react-router'
import { type Action, identityOperations, type Noun } from '@yunheng/contract'
import { isSignedOut, queryOf, reasonOf, useLoaded } from '../api/index.ts'
import { type PageName, type Place, to } from '../paths.ts'
import { isAllowed } from './allowed.ts'

export const sessionQuery = queryOf(identityOperations.session.current, {})

/** Who is here and for which post. Every page below the shell has it loaded. */
export function useSession() {
  return useLoaded(identityOperations.session.current, {})
}

type Session = ReturnType<typeof useSession>

/** Whether the acting post may do this where no object is given yet; with an object, its `actions` say it. */
export function useMay(action: Action, noun: Noun): boolean {
  return isAllowed(useSession().allowed, action, noun)
}

type Duty = Session['duties'][number]

const dutyPages: Record<Duty, PageName> = {
  'change-password': 'changePassword',
  'enrol-totp': 'enrolTotp',
  'choose-post': 'choosePost',
}

/** The page of the first thing that must be done before anything else, or null. */
export function dutyPlace(session: Pick<Session, 'duties'>, next?: string): Place | null {
  const duty = session.duties[0]
  if (!duty) return null
  return { ...to('home'), path: to(dutyPages[duty] as 'home').path, search: next ? { next } : {} }
}

/** Lets through who is signed in and has no duty left; sends everybody else where they have to go first. */
export async function requireSession(
  cache: QueryClient,
  address: string,
  onDutyPage: boolean,
): Promise<void> {
  const session = await cache.ensureQueryData(sessionQuery).catch((error: unknown) => {
    const next = address === '/' ? {} : { next: address }
    if (isSignedOut(error)) throw goTo(to('signIn', next))
    // Another post may be open to him from here: he signs in anew.
    if (reasonOf(error) === 'role-network.outside') throw goTo(to('signIn', { ...next, outside: '1' }))
    throw error
  })
  const duty = dutyPlace(session, address)
  if (duty && !onDutyPage) throw goTo(duty)
}

/** Forgets everything that was read for the former person or post. */
export async function renewSession(cache: QueryClient, session: Session): Promise<void> {
  cache.clear()
  cache.setQueryData(sessionQuery.queryKey, session)
}

export function goTo(place: Place) {
  return redirect({ to: place.path as '/', search: place.search as never })
}
