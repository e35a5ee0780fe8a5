import { useText } from '../text/index.ts'

/** Who did it: a person's name, or the platform, whose parts go by names that only its builders know. */
export function useActorWords(): (actor: string) => string {
  const t = useText('terms')
  return (actor) => (actor.includes(':') ? t('actor.platform') : actor)
}
