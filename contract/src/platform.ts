/** Operations of the platform itself: what every page and probe may ask without a module's help. */
import { operation, Strict, Type } from './base.ts'

export const About = Strict({
  name: Type.String(),
  version: Type.String(),
  /** True when the sample data was loaded: the console then shows the sample accounts on its sign-in page. */
  sample: Type.Boolean(),
})

export const platformOperations = {
  about: operation({
    id: 'platform.about',
    method: 'GET',
    path: '/about',
    title: { zh: '平台信息', en: 'About this platform' },
    response: About,
    access: 'public',
    audit: { none: 'read' },
    reasons: [],
  }),
  /**
   * Server-sent events: `change` with {type, noun, id} whenever something that the caller may see has changed, and `lost`
   * when events may have been missed (then everything on the page is asked for again).
   */
  changes: operation({
    id: 'platform.changes',
    method: 'GET',
    path: '/changes',
    title: { zh: '实时变更', en: 'Live changes' },
    response: Type.Null(),
    access: 'session',
    audit: { none: 'read' },
    reasons: [],
    stream: 'sse',
  }),
} as const
