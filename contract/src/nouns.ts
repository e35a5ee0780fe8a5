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
  'migration-wave',
  // catalogue
  'offering',
  'price',
  // rule
  'rule-set',
  // project-filing, service-contract
  'project-filing',
  'service-contract',
  // budget
  'budget',
  'subsidy',
  // cloud
  'cloud',
  'pool',
  'quota',
  'host',
  // unconnected
  'unconnected-platform',
  // supply
  'request',
  'request-template',
  'resource',
  'inventory',
  'drift',
  'adoption',
  'placement',
  'placement-bond',
  'host-claim',
  'work-order',
  'witness',
  // protection
  'vpn-account',
  'protection',
  // facts
  'usage',
  'measure',
  'bill',
  'bill-closing',
  'bill-run',
  'statement',
  'difference',
  'spending',
  'spending-rate',
  'settlement',
  'settlement-rules',
  'sla-event',
  'assessment',
  // coordination
  'check-list',
  'guide-check',
  'major-issue',
  // optimisation
  'drain-plan',
  'saving-proposal',
  'saving-notice',
  'saving-run',
  'saving-trial',
  'saving-exemption',
  'saving-what-if',
  'power-schedule',
  'price-trial',
  'consolidation',
  // cockpit
  'milestone',
  'goal',
  // platform
  'export',
  'issued-file',
  'audit',
  'job',
] as const
export type Noun = (typeof NOUNS)[number]
