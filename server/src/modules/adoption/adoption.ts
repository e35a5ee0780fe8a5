/** Adoption: order, words and rules. No I/O. */
import type { AdoptionListState, AdoptionRule, ReasonCode } from '@yunheng/contract'

interface Words {
  readonly zh: string
  readonly en: string
}

/** Rows taken in by one transaction, and asked of the cloud before it. */
export const TAKE_IN_BATCH = 100

/** Why somebody is proposed; `found` is what the rule found. */
const RULE_WORDS: Readonly<Record<AdoptionRule | 'needed', Words>> = {
  tag: { zh: '标签“{found}”指明了信息系统', en: 'The tag “{found}” names the system' },
  project: {
    zh: '所在租户空间“{found}”中已纳管的资源都属于该系统',
    en: 'All that is managed in its tenant space “{found}” is of this system',
  },
  'project-name': {
    zh: '所在租户空间“{found}”与系统的编码或名称相同',
    en: 'Its tenant space “{found}” is called like the system',
  },
  name: { zh: '名称以系统编码“{found}”开头', en: 'Its name begins with the system’s code “{found}”' },
  attached: {
    zh: '与“{found}”相连（同一网络、挂载或依附），后者属于该系统',
    en: 'It is joined to “{found}” (network, attachment), which is of this system',
  },
  needed: {
    zh: '清单中的“{found}”依赖它，一并纳管',
    en: '“{found}” on this list stands on it, so it comes along',
  },
}

export function ruleWords(rule: AdoptionRule | 'needed', found: string): Words {
  const { zh, en } = RULE_WORDS[rule]
  return { zh: zh.replace('{found}', found), en: en.replace('{found}', found) }
}

const trimmed = (value: number): string => String(Math.round(value * 100) / 100)

/** `4 vCPU · 8 GiB · 40 GiB`, as the cloud tells it. */
export function sizeWords(kind: string, spec: Readonly<Record<string, unknown>>): string {
  const { vcpus, memoryMiB, rootDiskGiB, sizeGiB, cidr } = spec
  switch (kind) {
    case 'server':
      return [
        typeof vcpus === 'number' ? `${vcpus} vCPU` : null,
        typeof memoryMiB === 'number' ? `${trimmed(memoryMiB / 1024)} GiB` : null,
        typeof rootDiskGiB === 'number' ? `${rootDiskGiB} GiB` : null,
      ]
        .filter(Boolean)
        .join(' · ')
    case 'volume':
      return typeof sizeGiB === 'number' ? `${sizeGiB} GiB` : ''
    case 'subnet':
      return typeof cidr === 'string' ? cidr : ''
    default:
      return ''
  }
}

/** Fields that come and go with use: that a server was switched off meanwhile is no other server. */
const PASSING: ReadonlySet<string> = new Set(['power', 'rebootGeneration'])

/** What was decided about: it must still be so when it is taken in. */
export function materialOf(spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !PASSING.has(key)))
}

export const isOpen = (state: AdoptionListState): boolean => state === 'draft' || state === 'returned'

/** While it is the assigner's: its things can change. */
export function refuseEdit({ state }: { readonly state: AdoptionListState }): ReasonCode | null {
  return isOpen(state) ? null : 'adoption.not_open'
}

export function refuseSendBack({ state }: { readonly state: AdoptionListState }): ReasonCode | null {
  return state === 'submitted' ? null : 'adoption.not_submitted'
}

/** Undone at any time before the owner has approved. */
export function refuseWithdraw({ state }: { readonly state: AdoptionListState }): ReasonCode | null {
  return isOpen(state) || state === 'submitted' ? null : 'adoption.decided'
}
