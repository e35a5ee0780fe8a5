import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiProblem, isSignedOut, queryDefaults } from './api/index.ts'
import { patterns, to } from './paths.ts'
import { createAppRouter } from './router.tsx'
import { Localised } from './shell/localised.tsx'
import { sessionQuery } from './shell/session.ts'
import { startTexts } from './text/index.ts'

const cache = new QueryClient({
  defaultOptions: queryDefaults,
  queryCache: new QueryCache({
    onError: (error) => {
      // The session ended while a page was open: sign in again and come back to the same place.
      const here = router.state.location
      const wasSignedIn = cache.getQueryData(sessionQuery.queryKey) !== undefined
      if (!isSignedOut(error) || !wasSignedIn || here.pathname === patterns.signIn) return
      const place = to('signIn', { next: here.href, ended: '1' })
      void router.navigate({ to: place.path as '/', search: place.search as never })
    },
  }),
})
const router = createAppRouter(cache)

await startTexts()
createRoot(document.getElementById('root') as HTMLElement, {
  // A refusal of the server is no fault of the page: it is said on the page, not in the log.
  onCaughtError: (error) => {
    if (!(error instanceof ApiProblem)) console.error(error)
  },
}).render(
  <StrictMode>
    <Suspense>
      <Localised>
        <QueryClientProvider client={cache}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Localised>
    </Suspense>
  </StrictMode>,
)
