/** Every page of a person's menu, and an object of each list. */
import type { Page } from 'playwright-core'
import { type Depth, faultsOf, firstOf, follow, menuOf, visit } from './inspect.ts'

const LISTS = [
  '/requests',
  '/resources',
  '/systems',
  '/clouds',
  '/pools',
  '/scans',
  '/explorer',
  '/flows',
  '/decision-tables',
  '/bodies',
  '/people',
  '/work-orders',
  '/accounts',
]

/**
 * What is wrong on them. `closely` says how close the look at a page is. Objects are opened where somebody looks closely.
 */
export async function faultsOfMenu(
  page: Page,
  username: string,
  closely: (what: string) => Depth,
  opensObjects: boolean,
): Promise<readonly string[]> {
  const faults: string[] = []
  for (const path of await menuOf(page)) {
    const name = `${username}${path.replaceAll('/', '-')}`
    const depth = closely(path)
    // Whoever looks closely loads it anew, the others come by the menu.
    await (depth === 'axe' ? visit : follow)(page, path)
    faults.push(...(await faultsOf(page, name, depth)))
    if (!opensObjects || !LISTS.includes(path)) continue
    const object = await firstOf(page, path)
    if (!object) continue
    await visit(page, object)
    faults.push(...(await faultsOf(page, `${name}-one`, closely(`${path} one`))))
  }
  return faults
}
