/**
 * The floors of the house (docs/architecture.md) as import rules, without a list of exceptions. Run by
 * `server/test/architecture.test.ts` and by `npm run check`.
 */

/** A module imports from floors below, and from what stands to its left on its own. */
const FLOORS = [
  [
    'organisation',
    'identity',
    'workflow',
    'notice',
    'preference',
    'export',
    'system',
    'catalogue',
    'cloud',
    'rule',
    'project-filing',
    'service-contract',
    'budget',
    'unconnected',
  ],
  ['placement', 'resource', 'inventory', 'drift', 'adoption', 'request', 'protection'],
  ['metering', 'measure', 'billing', 'statement', 'monitoring'],
  [
    'settlement',
    'optimisation',
    'saving',
    'migration',
    'operations',
    'compliance',
    'continuity',
    'coordination',
  ],
  ['cockpit', 'upstream', 'evaluation'],
]

/** Beside the floors: each stands on the ground alone. */
const BESIDE = ['dataset', 'application', 'cryptography', 'hall']

const MODULES = 'server/src/modules'

/** The port that every connector implements: the one file of a module that is a door of its own. */
const PORT = `^${MODULES}/cloud/connector\\.ts$`
const anyOf = (names) => `(${names.join('|')})`

/** Every module with those it may import. */
const allowedOf = [
  ...FLOORS.flatMap((floor, level) =>
    floor.map((name, place) => [name, [...FLOORS.slice(0, level).flat(), ...floor.slice(0, place)]]),
  ),
  ...BESIDE.map((name) => [name, FLOORS[0]]),
]

const floorRules = allowedOf.map(([name, allowed]) => ({
  name: `floor-of-${name}`,
  severity: 'error',
  comment: `${name} stands on: ${allowed.join(', ') || 'the platform alone'}`,
  from: { path: `^${MODULES}/${name}/` },
  to: { path: `^${MODULES}/`, pathNot: `^${MODULES}/${anyOf([name, ...allowed])}/` },
}))

/** The wiring of a floor builds it, and knows no higher one. */
const wiringRules = ['ground', 'supply', 'facts', 'care', 'views'].map((name, level) => ({
  name: `wiring-of-${name}`,
  severity: 'error',
  comment: `What ${name} needs of a floor above it is a port that compose.ts plugs in.`,
  from: { path: `^server/src/compose/${name}\\.ts$` },
  to: { path: `^${MODULES}/`, pathNot: `^${MODULES}/${anyOf(FLOORS.slice(0, level + 1).flat())}/` },
}))

/** A test may set the scene with any module; what ships may not. */
const SHIPPED = { pathNot: '\\.(test|fixture)\\.ts$' }

module.exports = {
  forbidden: [
    {
      name: 'no-ring',
      severity: 'error',
      comment:
        'Files that import each other in a circle, types included. Listen to an event, or move the work up a floor.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'known-module',
      severity: 'error',
      comment: 'Every module has its place in the table above.',
      from: { path: '^server/' },
      to: {
        path: `^${MODULES}/[^/]+/`,
        pathNot: `^${MODULES}/${anyOf([...FLOORS.flat(), ...BESIDE])}/`,
      },
    },
    ...floorRules.map((rule) => ({ ...rule, from: { ...rule.from, ...SHIPPED } })),
    ...wiringRules,
    {
      name: 'one-door',
      severity: 'error',
      comment: 'A module is entered by its index.ts.',
      from: { path: `^${MODULES}/([^/]+)/` },
      to: { path: `^${MODULES}/[^/]+/`, pathNot: [`^${MODULES}/$1/`, `^${MODULES}/[^/]+/index\\.ts$`] },
    },
    {
      name: 'one-door-for-the-rest',
      severity: 'error',
      comment: 'Whatever stands outside the modules enters them by their index.ts as well.',
      from: { path: '^(server|tools|bench|e2e|cli)/', pathNot: `^${MODULES}/` },
      to: { path: `^${MODULES}/[^/]+/`, pathNot: [`^${MODULES}/[^/]+/index\\.ts$`, PORT] },
    },
    {
      name: 'platform-knows-no-business',
      severity: 'error',
      comment: 'The platform imports the contract and itself.',
      from: { path: '^server/src/platform/', ...SHIPPED },
      to: { path: '^(server/src/(?!platform/)|server/test/|web/|cli/|tools/)' },
    },
    {
      name: 'connector-knows-its-port',
      severity: 'error',
      comment: 'A connector imports the port of modules/cloud, the platform and itself.',
      from: { path: '^server/src/connectors/([^/]+)/', ...SHIPPED },
      to: {
        path: '^server/src/',
        pathNot: ['^server/src/platform/', '^server/src/connectors/$1/', PORT],
      },
    },
    {
      name: 'modules-know-no-connector',
      severity: 'error',
      comment: 'Connectors are plugged in by compose.ts.',
      from: { path: `^${MODULES}/`, ...SHIPPED },
      to: { path: '^server/src/(connectors/|compose\\.ts|main\\.ts|roles/)' },
    },
    {
      name: 'compose-is-for-the-roles',
      severity: 'error',
      comment:
        'The wiring is imported by the process roles, the sample data, the test kit and what measures the whole.',
      from: {
        path: '.',
        pathNot:
          '^(server/src/(main\\.ts|roles/|demo/|compose\\.ts|compose/)|server/test/|bench/|e2e/|tools/)',
      },
      to: { path: '^server/src/compose(\\.ts$|/)' },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      comment: 'The contract imports typebox and itself.',
      from: { path: '^contract/src/', ...SHIPPED },
      to: { pathNot: '^(contract/src/|node_modules/typebox/)' },
    },
    {
      name: 'outside-sees-the-contract-only',
      severity: 'error',
      comment: 'Console and command line use the public API.',
      from: { path: '^(web/src|cli)/', ...SHIPPED },
      to: { path: '^server/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.cache)/|\\.css$|^virtual:' },
    // Types are imports too: a ring of types is a ring.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
