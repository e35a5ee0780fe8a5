import { type PageName, type Place, to } from '../paths.ts'

const pages: Readonly<Record<string, PageName>> = {
  'task.list': 'todo',
  'request.list': 'requests',
  'adoption.items': 'adoption',
  'adoption.list': 'adoptionLists',
  'adoption.rates': 'adoptionRates',
  'resource.list': 'resources',
  'bill.list': 'bills',
  'statement.list': 'statements',
  'difference.list': 'differences',
  'spending.list': 'spending',
  'spending-rate.list': 'spendingRates',
  'settlement.list': 'settlements',
  'sla-event.list': 'slaEvents',
  'assessment.list': 'assessments',
  'resource-term.list': 'terms',
  'work-order.list': 'workOrders',
  'guide-check.list': 'guideChecks',
  'check-list.list': 'checkLists',
  'major-issue.list': 'majorIssues',
  'system.list': 'systems',
  'migration-wave.list': 'waves',
  'milestone.list': 'milestones',
  'goal.list': 'goals',
  'project-filing.list': 'filings',
  'service-contract.list': 'contracts',
  'service-contract.connected': 'connectedDepartments',
  'body.list': 'bodies',
  'person.list': 'people',
  'account.list': 'accounts',
  'cloud.list': 'clouds',
  'unconnected-platform.list': 'unconnectedPlatforms',
  'vpn-account.list': 'vpnAccounts',
  'saving-proposal.list': 'savings',
  'saving-notice.list': 'savingNotices',
  'saving-exemption.list': 'savingExemptions',
  'protection.unprotected': 'protection',
  'node.list': 'clouds',
  'inventory.clouds': 'scans',
  'inventory.items': 'explorer',
  'drift.list': 'drift',
  'pool.list': 'pools',
  'placement-bond.list': 'placementBonds',
  'consolidation.list': 'consolidations',
  'quota.list': 'quotas',
  'offering.list': 'catalogue',
  'price.list': 'prices',
  'rule-set.list': 'rules',
  'flow.list': 'flows',
  'flow-instance.list': 'instances',
  'audit.list': 'audit',
}

/** The page of a list with its filters, for a number that the list makes; null when it has no page. */
export function listPlace(list: {
  readonly operation: string
  readonly query: Readonly<Record<string, string | number | boolean | readonly string[]>>
}): Place | null {
  const page = pages[list.operation]
  if (!page) return null
  const search = Object.fromEntries(
    Object.entries(list.query).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  )
  return to(page as 'todo', search)
}
