/** The sample province that the lane's setup brings up, awaited by whoever needs it. */
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { inject } from 'vitest'

/** What the setup leaves in its file: the address once the sample is served, or what it died of. */
export type Outcome = { readonly url: string } | { readonly error: string }

/** Where the sample is served, as soon as it is: what needs none runs while it is being made. */
export async function sampleUrl(): Promise<string> {
  const file = inject('sampleOutcome')
  while (!existsSync(file)) await wait(200)
  const outcome = JSON.parse(readFileSync(file, 'utf8')) as Outcome
  if ('error' in outcome) throw new Error(outcome.error)
  return outcome.url
}
