import type { RouteRecord } from '../../routes.ts'

const texts = 'service-contract'

export const serviceContractRoutes: readonly RouteRecord[] = [
  { name: 'contracts', texts, page: () => import('./ContractListPage.tsx') },
  {
    name: 'contract',
    // What was agreed of prices is shown as the catalogue shows it.
    texts: [texts, 'settlement', 'catalogue'],
    parent: 'contracts',
    page: () => import('./ContractPage.tsx'),
  },
  { name: 'connectedDepartments', texts, page: () => import('./ConnectedPage.tsx') },
]
