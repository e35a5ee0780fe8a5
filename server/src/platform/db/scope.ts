/**
 * What a transaction may see, set as PostgreSQL settings before the first statement and enforced by row-level security
 * (DESIGN §7, second line). `all` is for posts that reach the whole platform and for the system itself.
 */
export type Scope =
  | { readonly all: true }
  | {
      readonly all: false
      /** Bodies whose rows are visible. */
      readonly bodyIds: readonly string[]
      /** A provider's own body: rows on its clouds are visible as well. */
      readonly providerId: string | null
      /** The person himself: rows that are his (sessions, notices) are visible. */
      readonly personId: string | null
    }

export const SCOPE_ALL: Scope = { all: true }

const UUID = /^[0-9a-f-]{36}$/

/** The values of the settings `yunheng.scope_*`, in the order of {@link SET_SCOPE_SQL}. */
export function scopeSettings(scope: Scope): [all: string, bodies: string, provider: string, person: string] {
  if (scope.all) return ['on', '{}', '', '']
  for (const id of scope.bodyIds) if (!UUID.test(id)) throw new Error('assertion: scope takes UUIDs')
  return ['off', `{${scope.bodyIds.join(',')}}`, scope.providerId ?? '', scope.personId ?? '']
}

export const SET_SCOPE_SQL = `select set_config('yunheng.scope_all', $1, false), set_config('yunheng.scope_bodies', $2, false),
  set_config('yunheng.scope_provider', $3, false), set_config('yunheng.scope_person', $4, false)`
