/** Views over the whole. See README.md. */

export { createEstateRoutes } from './estate/estate-routes.ts'
export { createHomeRoutes, type HomeSource } from './home.ts'
export { responsibilityRoutes } from './responsibility/responsibility-routes.ts'
export { targetRoutes } from './target-routes.ts'
