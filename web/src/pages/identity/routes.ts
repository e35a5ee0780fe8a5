import type { RouteRecord } from '../../routes.ts'

export const identityRoutes: readonly RouteRecord[] = [
  { name: 'signIn', texts: 'identity', bare: true, page: () => import('./SignInPage.tsx') },
  { name: 'choosePost', texts: 'identity', bare: true, page: () => import('./ChoosePostPage.tsx') },
  { name: 'changePassword', texts: 'identity', bare: true, page: () => import('./ChangePasswordPage.tsx') },
  { name: 'enrolTotp', texts: 'identity', bare: true, page: () => import('./EnrolTotpPage.tsx') },
  { name: 'me', texts: 'identity', page: () => import('./MePage.tsx') },
  {
    name: 'account',
    texts: ['identity', 'organisation'],
    parent: 'accounts',
    page: () => import('./AccountPage.tsx'),
  },
  { name: 'roleNetworks', texts: 'identity', page: () => import('./RoleNetworkListPage.tsx') },
  { name: 'denied', texts: 'identity', page: () => import('./DeniedPage.tsx') },
]
