/** How a person likes to look at things. See README.md. */
export { savedViewRoutes } from './saved-view-routes.ts'
