/** Names that a nudge and its reconciler, a start and its flow share. */
export const CONTRACT_RECONCILER = 'contract-ending'
export const ENDING_FLOW = 'own-cloud-ending'
/** Where the body is no department: the authority of its level takes the task. */
export const ENDING_FLOW_AUTHORITY = 'own-cloud-ending-authority'
