/** The contract's door: every operation by id, every reason by code. */
export * from './base.ts'
export { NOUNS } from './nouns.ts'
export { commonReasons, type ErrorKind, type Reason } from './reasons.ts'

import type { OperationSpec } from './base.ts'
import { platformOperations } from './platform.ts'
import { commonReasons, type Reason } from './reasons.ts'

export { About, platformOperations } from './platform.ts'

/** Every operation of the API, in the order of the documents. */
export const operations: readonly OperationSpec[] = [...Object.values(platformOperations)]

/** Every reason code with its kind and texts. */
export const reasons: Readonly<Record<string, Reason>> = { ...commonReasons }
