/** Consolidation advice (腾空方案): which moves would free which hosts of a pool, and what that saves. */
import { Id, IdParams, Instant, Nullable, OneOf, operation, type Static, Strict, Type } from './base.ts'
import { HostAmounts } from './host.ts'

const Count = Type.Integer({ minimum: 0 })
const Named = Strict({ id: Id, name: Type.String() })
/** Power usage effectiveness in hundredths: what the data centre draws per what its machines draw. */
const PuePercent = Type.Integer({ minimum: 100, maximum: 300 })
const FenPerKwh = Type.Integer({ minimum: 1, maximum: 1_000 })

export const DrainPlan = Strict({
  pool: Named,
  /** The last complete look at the hosts of the cloud; null when it shows none. */
  observedAt: Nullable(Instant),
  /** In service, and the machines on them. */
  hosts: Count,
  machines: Count,
  /** Hosts that would be freed, by how many moves in all. */
  freed: Count,
  moves: Count,
  /** Without a machine already; at most 200 are listed. */
  emptyCount: Count,
  empty: Type.Array(Named, { maxItems: 200 }),
  /** The cheapest first; each frees one host. No step needs a later one. */
  steps: Type.Array(
    Strict({
      host: Named,
      moves: Type.Array(
        Strict({
          /** The cloud's own id, and the resource when it is ours. */
          machine: Type.String(),
          resourceId: Nullable(Id),
          takes: HostAmounts,
          to: Named,
        }),
        { maxItems: 2_000 },
      ),
      idleWatts: Nullable(Count),
    }),
    { maxItems: 200 },
  ),
  saving: Strict({
    /** Idle power of freed hosts; what the machines themselves draw moves with them. */
    watts: Count,
    /** Of the hosts that are empty already. */
    emptyWatts: Count,
    /** Freed or empty hosts of which nobody has said what they draw: not counted. */
    hostsWithoutPower: Count,
    kwhPerYear: Count,
    amountMinorPerYear: Count,
    currency: OneOf(['CNY']),
    puePercent: PuePercent,
    fenPerKwh: FenPerKwh,
    /** The coefficients are our own proposal, not given by the caller. */
    isProductDefault: Type.Boolean(),
  }),
})
export type DrainPlan = Static<typeof DrainPlan>

export const drainPlanOperations = {
  get: operation({
    id: 'drain-plan.get',
    method: 'GET',
    path: '/pools/{id}/drain-plan',
    title: { zh: '资源池腾空方案', en: 'See which moves would free hosts of a pool' },
    params: IdParams,
    query: Strict({
      steps: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      puePercent: Type.Optional(PuePercent),
      fenPerKwh: Type.Optional(FenPerKwh),
    }),
    response: DrainPlan,
    access: { action: 'view', noun: 'drain-plan' },
    audit: { none: 'read' },
    reasons: [],
  }),
} as const
