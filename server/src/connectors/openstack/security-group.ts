import type { ExternalId, Observed, SecurityRule } from '../../modules/cloud/connector.ts'
import { type Json, listOrEmpty, projectOf, textAt, textOrNull } from './answer.ts'
import type { Call } from './call.ts'
import { refuse, unless } from './fault.ts'
import type { Kind } from './kind.ts'
import {
  type Collection,
  claimIn,
  neutronCreate,
  neutronGet,
  neutronObserved,
  neutronPages,
  neutronRemove,
  neutronTagged,
  renameIn,
} from './neutron.ts'
import { sweepPorts } from './port.ts'
import { ruleDifference, toSecurityRule, toSecurityRules } from './security-rules.ts'
import { tagOf } from './tag.ts'

const GROUPS: Collection = {
  kind: 'security-group',
  path: 'security-groups',
  many: 'security_groups',
  one: 'security_group',
}

function toObserved(json: Json): Observed {
  const rows = listOrEmpty(json, 'security_group_rules')
  return neutronObserved(
    'security-group',
    json,
    { name: textOrNull(json, 'name') ?? '', rules: toSecurityRules(rows) },
    // Rules that ours cannot say: somebody made them in the cloud itself.
    { foreignRules: rows.filter((row) => toSecurityRule(row) === null).length },
  )
}

async function setRules(call: Call, json: Json, rules: readonly SecurityRule[]): Promise<boolean> {
  const id = String(json.id)
  const { add, drop } = ruleDifference(listOrEmpty(json, 'security_group_rules'), rules, id)
  // First open, then close: a rule that changes its form never leaves a gap.
  if (add.length > 0) await call.post('network', ['security-group-rules'], { security_group_rules: add })
  for (const rule of drop)
    await unless('not-found', call.delete('network', ['security-group-rules', rule]), {})
  return add.length + drop.length > 0
}

async function get(call: Call, ref: ExternalId): Promise<Json> {
  const json = await neutronGet(call, GROUPS, ref)
  if (!json) throw refuse('not-found', `no security group ${ref}`)
  return json
}

const DEFAULT_GROUP_LIFE_MS = 60 * 60_000

/**
 * The group that Neutron gives to every port for which none was asked. It is the project's and nobody's resource: a
 * server with it alone is a server without groups.
 */
export function defaultGroupId(call: Call, projectRef: ExternalId): Promise<ExternalId | null> {
  return call.memo.of(`default group ${projectRef}`, DEFAULT_GROUP_LIFE_MS, async () => {
    const query = { name: 'default', project_id: projectRef }
    const groups = await call.list('network', ['security-groups'], 'security_groups', query)
    const own = groups.find((group) => group.name === 'default' && projectOf(group) === projectRef)
    return own ? textAt(own, 'id') : null
  })
}

export const securityGroups: Kind<'security-group'> = {
  changes: {
    rename: renameIn(GROUPS),
    async rules(call, ref, { rules }) {
      await setRules(call, await get(call, ref), rules)
    },
  },
  claim: claimIn(GROUPS),
  async find(call, resourceId) {
    return (await neutronTagged(call, GROUPS, resourceId)).map(toObserved)
  },
  async observe(call, ref) {
    const json = await neutronGet(call, GROUPS, ref)
    return json && toObserved(json)
  },
  async create(call, resourceId, { name }) {
    return toObserved(await neutronCreate(call, GROUPS, { name, description: tagOf(resourceId) }))
  },
  /** Rules cannot be given at creation, and Neutron adds its own two. */
  async complete(call, observed, { rules }) {
    const json = await get(call, observed.externalId)
    return (await setRules(call, json, rules)) ? toObserved(await get(call, observed.externalId)) : observed
  },
  async remove(call, ref) {
    await sweepPorts(call, { security_groups: ref })
    await neutronRemove(call, GROUPS, ref)
  },
  async *pages(call) {
    for await (const page of neutronPages(call, GROUPS)) yield page.map(toObserved)
  },
}
