/**
 * Gates about what a line chooses by name or identifier: resources that exist already, images, ranges of addresses. An
 * approval would refuse the same things (`resource.elsewhere`), but then people have decided for nothing.
 */
import type { Text } from '@yunheng/contract'
import type { FieldProblem } from '../../../platform/errors.ts'
import { overlap, parseCidr4, type Range4 } from '../../../platform/net/ipv4.ts'
import { type GateRule, listed, pass, type Verdict } from './gate.ts'
import type { ChoiceFact, GateFacts, LineFact, PoolFact, ReferenceFact } from './gate-facts.ts'
import { CLAUSES } from './gate-rules.ts'

const KIND_OF: Readonly<Record<string, string>> = {
  subnets: 'subnet',
  networks: 'network',
  'security-groups': 'security-group',
  'key-pairs': 'key-pair',
  volumes: 'volume',
  backups: 'backup',
  servers: 'server',
}

/** Pools in which everything that the line chooses can be had: what the approval will place it into. */
export function cloudsOfLine(line: LineFact): readonly string[] {
  return [...new Set(line.choices.flatMap((choice) => choice.found.flatMap((one) => one?.cloudId ?? [])))]
}

function problemOfResource(choice: ChoiceFact, found: ReferenceFact | null, facts: GateFacts): Text | null {
  // Another body's, another system's and an absent one read the same: nobody learns what others have.
  if (found === null || found.systemId !== facts.system.id || found.kind !== KIND_OF[choice.choices])
    return {
      zh: '所选资源不存在或不属于该系统，请重新选择',
      en: 'does not exist or is not of this system: choose again',
    }
  if (found.isGivenBack) return { zh: `${found.name} 正在释放`, en: `${found.name} is being released` }
  if (!found.isUsable)
    return {
      zh: `${found.name} 现在不可用（故障或缺失），请先恢复或改选`,
      en: `${found.name} is not usable now (faulty or missing): mend it or choose another`,
    }
  if (choice.choices === 'subnets' && found.networkZone !== facts.networkZone)
    return {
      zh: `${found.name} 不在所选的网络区域`,
      en: `${found.name} is not in the network zone that was chosen`,
    }
  return null
}

function problemOfClouds(line: LineFact, pools: readonly PoolFact[]): Text | null {
  const clouds = cloudsOfLine(line)
  if (clouds.length > 1)
    return { zh: '所选资源须在同一云平台上', en: 'what is chosen must stand on one cloud' }
  const [cloudId] = clouds
  return cloudId === undefined || pools.some((pool) => pool.cloudId === cloudId)
    ? null
    : {
        zh: '所在的云平台没有这一类别和网络区域的资源池，请改选或调整资源池类别、网络区域',
        en: 'its cloud has no pool of this class and network zone: choose another, or change class or zone',
      }
}

function problemOfOffer(choice: ChoiceFact, pools: readonly PoolFact[]): Text | null {
  const offered = (pool: PoolFact) => (choice.choices === 'images' ? pool.images : pool.tiers)
  const missing = choice.values.find((value) => !pools.some((pool) => offered(pool).has(value)))
  if (missing === undefined || pools.length === 0) return null
  return { zh: `没有资源池提供 ${missing}`, en: `no pool offers ${missing}` }
}

/** What is wrong with each parameter of a line, at its field. */
function problemsOfLine(line: LineFact, facts: GateFacts): readonly FieldProblem[] {
  const cloudId = cloudsOfLine(line)[0]
  const reachable = facts.pools.filter((pool) => cloudId === undefined || pool.cloudId === cloudId)
  const ofClouds = problemOfClouds(line, facts.pools)
  return line.choices.flatMap((choice) => {
    const isResource = choice.choices in KIND_OF
    const words = isResource
      ? (choice.found.map((found) => problemOfResource(choice, found, facts)).find((one) => one !== null) ??
        ofClouds)
      : problemOfOffer(choice, reachable)
    return words === null ? [] : [{ path: fieldOf(line, choice.parameter), ...words }]
  })
}

const fieldOf = (line: LineFact, parameter: string) => `/lines/${line.number - 1}/parameters/${parameter}`

const references: GateRule = {
  key: 'references',
  title: { zh: '引用的资源', en: 'Resources referred to' },
  source: CLAUSES.productDefault,
  requirement: 'R41',
  kinds: ['new'],
  ask(facts) {
    if (facts.lines.every((line) => line.choices.length === 0)) return null
    const found = facts.lines.map((line) => ({ line, problems: problemsOfLine(line, facts) }))
    return verdictOf(found, 'request.gate.references', titleIn(facts), () =>
      pass('引用的资源都属于该系统且可用。', 'What is referred to is of this system and usable.'),
    )
  },
}

const titleIn = (facts: GateFacts) => (path: string) => {
  const [, , line, , parameter] = path.split('/')
  const choice = facts.lines[Number(line)]?.choices.find((one) => one.parameter === parameter)
  return choice?.title ?? { zh: '', en: '' }
}

interface OfLine {
  readonly line: LineFact
  readonly problems: readonly FieldProblem[]
}

function verdictOf(
  all: readonly OfLine[],
  reason: 'request.gate.references' | 'request.gate.network_range',
  title: (path: string) => Text,
  otherwise: () => Verdict,
): Verdict {
  const wrong = all.filter((each) => each.problems.length > 0)
  const first = wrong[0]?.problems[0]
  if (first === undefined) return otherwise()
  const lines = wrong.map((each) => each.line.number)
  const named = title(first.path)
  return {
    state: 'block',
    reason,
    details: { lines: listed(lines), why: `${named.zh}${named.zh === '' ? '' : '：'}${first.zh}` },
    detailsEn: { lines: lines.join(', '), why: `${named.en}${named.en === '' ? '' : ' '}${first.en}` },
    lines,
    fields: wrong.flatMap((each) => each.problems),
  }
}

/** A network of its own is joined to the system's router (R62): ranges of one system may not meet there. */
const networkRange: GateRule = {
  key: 'network-range',
  title: { zh: '网段', en: 'Network range' },
  source: CLAUSES.productDefault,
  requirement: 'R62',
  kinds: ['new'],
  ask(facts) {
    const asked = facts.lines.flatMap((line) => (line.cidr === null ? [] : [{ line, cidr: line.cidr }]))
    if (asked.length === 0) return null
    const taken: { name: string; range: Range4 }[] = facts.ownRanges.flatMap(({ name, cidr }) => {
      const range = parseCidr4(cidr)
      return range === null ? [] : [{ name, range }]
    })
    const found = asked.map(({ line, cidr }) => {
      const words = problemOfRange(line, cidr, taken)
      const range = parseCidr4(cidr)
      if (range !== null) taken.push({ name: `第 ${line.number} 行 / line ${line.number}`, range })
      return { line, problems: words === null ? [] : [{ path: fieldOf(line, 'cidr'), ...words }] }
    })
    return verdictOf(
      found,
      'request.gate.network_range',
      () => ({ zh: '', en: '' }),
      () => pass('网段可用。', 'The ranges can be used.'),
    )
  },
}

/** Smaller than /29 leaves no address to give out; larger than /8 is no network of one system. */
const [PREFIX_MIN, PREFIX_MAX] = [8, 29]

function problemOfRange(
  line: LineFact,
  cidr: string,
  taken: readonly { readonly name: string; readonly range: Range4 }[],
): Text | null {
  const range = parseCidr4(cidr)
  if (range === null || range.prefix < PREFIX_MIN || range.prefix > PREFIX_MAX)
    return {
      zh: `${cidr} 不是可用的网段：应形如 10.20.0.0/24，主机位为零，前缀 ${PREFIX_MIN}–${PREFIX_MAX}`,
      en: `${cidr} is no usable range: write 10.20.0.0/24, host bits zero, prefix ${PREFIX_MIN} to ${PREFIX_MAX}`,
    }
  if (line.quantity > 1)
    return {
      zh: '一个网段只能用于一个网络：数量须为 1，其余另起一行',
      en: 'one range serves one network: the quantity is 1, write a line for each',
    }
  const met = taken.find((other) => overlap(range, other.range))
  return met === undefined
    ? null
    : {
        zh: `${cidr} 与 ${met.name} 的网段重叠，接不到同一路由上`,
        en: `${cidr} overlaps the range of ${met.name}: both cannot join one router`,
      }
}

/** A volume on a server of the same request: both are approved, placed and delivered together. */
const attachment: GateRule = {
  key: 'attachment',
  title: { zh: '挂载关系', en: 'Attachment' },
  source: CLAUSES.productDefault,
  requirement: 'R61',
  kinds: ['new'],
  ask(facts) {
    if (facts.lines.every((line) => line.serverLine === null)) return null
    const found = facts.lines.map((line) => {
      const words = problemOfAttachment(line, facts)
      const path = `/lines/${line.number - 1}/serverLine`
      return { line, problems: words === null ? [] : [{ path, ...words }] }
    })
    return verdictOf(
      found,
      'request.gate.references',
      () => ({ zh: '', en: '' }),
      () => pass('云硬盘挂载到本申请的云主机。', 'Volumes are attached to servers of this request.'),
    )
  },
}

function problemOfAttachment(line: LineFact, { lines }: GateFacts): Text | null {
  const number = line.serverLine
  if (number === null) return null
  if (line.brings !== 'volume')
    return { zh: '只有云硬盘可以挂载到云主机', en: 'only a volume is attached to a server' }
  const target = lines[number - 1]
  if (target?.brings !== 'server')
    return { zh: `第 ${number} 行不是云主机，请重新选择`, en: `line ${number} is no server: choose again` }
  if (line.choices.some((choice) => choice.parameter === 'serverId'))
    return {
      zh: '已选择现有的云主机：现有云主机与本申请的云主机只能选一个',
      en: 'an existing server is chosen as well: choose either that or one of this request',
    }
  if (target.quantity !== 1 && target.quantity !== line.quantity)
    return {
      zh: `数量应为 ${target.quantity}：第 ${number} 行的每台云主机挂载一块`,
      en: `the quantity is ${target.quantity}: one for each server of line ${number}`,
    }
  return null
}

export const gatesOfReferences: readonly GateRule[] = [references, attachment, networkRange]
