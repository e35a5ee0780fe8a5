export { type Change, createLiveFeed, type LiveFeed } from './live.ts'
export { createLiveRoutes } from './live-routes.ts'
