import type { Request } from '@yunheng/contract'
import type { Tone } from '../../ui/index.ts'

/** The last word of a request that did not come through is what the applicant has to act on. */
export const outcomeTones: Partial<Record<Request['state'], Tone>> = {
  returned: 'attention',
  rejected: 'bad',
  withdrawn: 'off',
  cancelled: 'off',
}
