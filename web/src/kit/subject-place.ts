import { type Place, to } from '../paths.ts'

/** The page of an object that a flow, an audit entry or a search result speaks of; null when it has none. */
export function subjectPlace(subject: { readonly noun: string; readonly id: string | null }): Place | null {
  const make = subject.id ? places[subject.noun] : undefined
  return make && subject.id ? make(subject.id) : null
}

const places: Readonly<Record<string, (id: string) => Place>> = {
  request: (id) => to('request', { id }),
  adoption: (id) => to('adoptionList', { id }),
  resource: (id) => to('resource', { id }),
  bill: (id) => to('bill', { id }),
  'bill-run': (id) => to('billRun', { id }),
  statement: (id) => to('statement', { id }),
  difference: (id) => to('difference', { id }),
  settlement: (id) => to('settlement', { id }),
  'sla-event': (id) => to('slaEvent', { id }),
  assessment: (id) => to('assessment', { id }),
  task: (id) => to('task', { id }),
  'work-order': (id) => to('workOrder', { id }),
  'guide-check': (id) => to('guideCheck', { id }),
  'check-list': (id) => to('checkList', { id }),
  'major-issue': (id) => to('majorIssue', { id }),
  'project-filing': (id) => to('filing', { id }),
  'service-contract': (id) => to('contract', { id }),
  budget: (id) => to('budget', { id }),
  subsidy: (id) => to('subsidy', { id }),
  milestone: () => to('milestones'),
  goal: () => to('goals'),
  'migration-wave': () => to('waves'),
  system: (id) => to('system', { id }),
  body: (id) => to('body', { id }),
  person: (id) => to('person', { id }),
  cloud: (id) => to('cloud', { id }),
  'unconnected-platform': (id) => to('unconnectedPlatform', { id }),
  'vpn-account': () => to('vpnAccounts'),
  'saving-trial': (id) => to('savingTrial', { id }),
  'saving-run': (id) => to('savingRun', { id }),
  'saving-notice': (id) => to('savingNotices', { id }),
  'price-trial': (id) => to('priceTrial', { id }),
  'power-schedule': (id) => to('powerSchedule', { id }),
  'saving-exemption': () => to('savingExemptions'),
  pool: (id) => to('pool', { id }),
  consolidation: (id) => to('consolidation', { id }),
  offering: (id) => to('offering', { id }),
  price: (id) => to('price', { id }),
  'rule-set': (id) => to('rule', { id }),
  export: () => to('exports'),
  'issued-file': () => to('fileCheck'),
  flow: (id) => to('flow', { id }),
}
