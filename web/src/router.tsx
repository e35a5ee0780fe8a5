import { type QueryClient, useQueryErrorResetBoundary } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  useRouter,
} from '@tanstack/react-router'
import { useEffect } from 'react'
import { isPassing } from './api/index.ts'
import { ProblemPanel } from './kit/index.ts'
import { allRoutes } from './pages/all-routes.ts'
import { patterns, readSearch, writeSearch } from './paths.ts'
import type { RouteRecord } from './routes.ts'
import { BarePage } from './shell/bare-page.tsx'
import { NotFoundPage } from './shell/not-found-page.tsx'
import { requireSession } from './shell/session.ts'
import { Shell } from './shell/shell.tsx'
import { loadTexts, useText } from './text/index.ts'
import { Waiting } from './ui/index.ts'

const root = createRootRouteWithContext<{ readonly cache: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: BareError,
})

const withShell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: ({ context, location }) => requireSession(context.cache, location.href, false),
  errorComponent: BareError,
})

function routeOf(record: RouteRecord) {
  const parent = record.bare ? root : withShell
  return createRoute({
    getParentRoute: () => parent,
    path: patterns[record.name],
    component: lazyRouteComponent(record.page),
    loader: () => loadTexts([record.texts].flat()),
    ...(record.bare && record.name !== 'signIn'
      ? {
          beforeLoad: ({
            context,
            location,
          }: {
            context: { cache: QueryClient }
            location: { href: string }
          }) => requireSession(context.cache, location.href, true),
        }
      : {}),
    ...(record.bare ? { errorComponent: BareError } : {}),
    staticData: { page: record.name, parent: record.parent },
  })
}

/** A page left open comes back by itself when the server does. */
const AGAIN_MS = 5_000

/** Loads the page anew when it is told to; by itself, as long as what went wrong may pass. */
function useAgain(error: unknown): () => void {
  const router = useRouter()
  const { reset } = useQueryErrorResetBoundary()
  useEffect(() => reset(), [reset])
  useEffect(() => {
    if (!isPassing(error)) return
    const timer = setTimeout(() => void router.invalidate(), AGAIN_MS)
    return () => clearTimeout(timer)
  }, [error, router])
  return () => void router.invalidate()
}

/** What is said in place of a page that failed: why, and a way to try again. */
function PageError({ error }: { readonly error: unknown }) {
  return <ProblemPanel error={error} page onRetry={useAgain(error)} />
}

/** The same where not even the frame could be drawn: who is here is not known, so there is no menu. */
function BareError({ error }: { readonly error: unknown }) {
  const t = useText('ui')
  return (
    <BarePage title={t('error.title')}>
      <ProblemPanel error={error} onRetry={useAgain(error)} />
    </BarePage>
  )
}

export function createAppRouter(cache: QueryClient) {
  // Routes are data here, so their types are not spelled out; paths are typed by the path builder instead.
  const made = (bare: boolean) =>
    allRoutes.filter((record) => (record.bare ?? false) === bare).map(routeOf) as never[]
  return createRouter({
    routeTree: root.addChildren([withShell.addChildren(made(false)) as never, ...made(true)]),
    context: { cache },
    parseSearch: readSearch,
    stringifySearch: (search) => writeSearch(search as Record<string, string>),
    defaultPendingComponent: Waiting,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingMs: 200,
    defaultPendingMinMs: 0,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    page?: RouteRecord['name']
    parent?: RouteRecord['name'] | undefined
  }
}
