import type { Agreement, Resource, ResourceItem } from '@yunheng/contract'
import { type TextOf, useText } from '../../text/index.ts'
import type { Balance } from '../../ui/index.ts'

export const balances: Record<Agreement, Balance> = {
  level: 'level',
  changing: 'moving',
  tilted: 'tilted',
  unknown: 'unknown',
}

/** The intended side in a word: a server should run or be stopped, everything else be there or not. */
export function intendedWords(resource: Resource, t: TextOf<'resource'>): string {
  const { presence, spec } = resource.desired
  if (presence === 'absent') return t('intended.absent')
  if (spec.kind === 'server') return t(`intended.present-${spec.power}`)
  return t('intended.present')
}

export function useObservedWords(): (resource: Resource) => string {
  const t = useText('resource')
  const terms = useText('terms')
  return (resource) => {
    if (!resource.observed) return t('observed.none')
    // A server that is there and on is said in the same word on both sides of the balance.
    const isRunning = resource.kind === 'server' && resource.observed.state === 'ready'
    return isRunning ? t('intended.present-on') : terms(`observed.${resource.observed.state}`)
  }
}

/** Sizes in short; how many rules is only said with what is counted. */
export function sizeWords(
  { kind, sizes }: Pick<ResourceItem, 'kind' | 'sizes'>,
  t: TextOf<'resource'>,
): string {
  return kind === 'security-group' ? t('sizes.rules', { count: sizes }) : sizes
}

/** In a list only the one word for both sides is known. */
export function listedBalance(row: ResourceItem, t: TextOf<'resource'>, state: string) {
  return { balance: balances[row.agreement], intended: t(`agreement.${row.agreement}`), observed: state }
}
