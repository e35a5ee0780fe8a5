/** What FOCUS 1.2 asks of a file, and what its words mean. Pure. */
import type { LineCategory } from '@yunheng/contract'

/** Columns that a file of FOCUS 1.2 must have (feature level Mandatory), in the order of the specification. */
export const FOCUS_MANDATORY = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ContractedCost',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'ServiceCategory',
  'ServiceName',
] as const

/** A file that bills by BilledCost and says its categories is one of FOCUS: then all of that holds. Others go by the columns they have. */
export const isFocusHead = (titles: readonly string[]): boolean =>
  titles.includes('billedcost') && titles.includes('chargecategory')

/** @param titles in small letters. Custom columns (`x_…`) and those of other versions are of no matter. */
export const missingOfFocus = (titles: readonly string[]): readonly string[] =>
  FOCUS_MANDATORY.filter((title) => !titles.includes(title.toLowerCase()))

const CATEGORIES: ReadonlyMap<string, LineCategory> = new Map([
  ['usage', 'usage'],
  ['purchase', 'purchase'],
  ['tax', 'tax'],
  ['credit', 'credit'],
  ['adjustment', 'adjustment'],
])

/** Null for what FOCUS does not know. */
export const categoryOf = (said: string): LineCategory | null => CATEGORIES.get(said.toLowerCase()) ?? null

/** Whether the line corrects what was invoiced before; null for what FOCUS does not know. */
export const isCorrectionSaid = (said: string): boolean | null =>
  said === '' ? false : said.toLowerCase() === 'correction' ? true : null

/** Credits, taxes and purchases are no usage, whatever resource they name; nor is anything that names none. */
export const isApart = (category: LineCategory | null, hasResource: boolean): boolean =>
  category !== null &&
  (!hasResource || category === 'tax' || category === 'credit' || category === 'purchase')
