/** Every noun that authorisation can grant, one line per module. */
export const NOUNS = [
  // organisation
  'region',
  'body',
  'person',
  'post',
  'delegation',
  // identity
  'account',
  'session',
  'api-token',
  'role-network',
  // workflow
  'flow',
  'task',
  'flow-instance',
  'calendar',
  // system
  'system',
  // catalogue
  'offering',
  'price',
  // rule
  'rule-set',
  // cloud
  'cloud',
  'pool',
  'quota',
  'host',
  // supply
  'request',
  'request-template',
  'resource',
  'inventory',
  'drift',
  'adoption',
  'placement',
  'host-claim',
  'work-order',
  'witness',
  // coordination
  'check-list',
  'guide-check',
  'major-issue',
  // optimisation
  'drain-plan',
  'consolidation',
  // platform
  'export',
  'audit',
  'job',
] as const
export type Noun = (typeof NOUNS)[number]
