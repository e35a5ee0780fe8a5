import type { Allowance, Text } from '@yunheng/contract'
import { reasons as allReasons } from '@yunheng/contract'
import { useCallback } from 'react'
import { usePick } from '../text/index.ts'

const reasons: Readonly<Record<string, Text | undefined>> = allReasons

/** The sentence of a reason code, as the server's rule says it. */
export function useReasonText(): (code: string | undefined) => string {
  const pick = usePick()
  return useCallback(
    (code) => {
      const known = reasons[code ?? ''] ?? reasons['common.forbidden']
      // A reason on a button has no details to fill in, so the place of a name is left out.
      return known ? pick(known).replace(/[“"（(]?\{\w+\}[”"）)]?/g, '') : ''
    },
    [pick],
  )
}

/** Null when allowed, else why not. */
export function useBlockedBecause(): (allowance: Allowance | undefined) => string | null {
  const say = useReasonText()
  return useCallback((allowance) => (allowance?.allowed ? null : say(allowance?.reason)), [say])
}
