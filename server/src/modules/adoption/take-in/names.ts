export const ADOPTION_RECONCILER = 'adoption'
