/** Views over the whole. See README.md. */

export { createHomeRoutes, type HomeSource } from './home.ts'
export { targetRoutes } from './target-routes.ts'
