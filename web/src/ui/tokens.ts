/**
 * Colours of the console, light and dark, as one table: the style sheet, antd's theme and the contrast test
 * are all derived from it. Text pairs hold at least 4.5 : 1, edges of controls 3 : 1 (WCAG 1.4.3, 1.4.11).
 */
export const light = {
  ink: '#16202c',
  ink2: '#47566a',
  line: '#d5dce5',
  /** Edges of controls: a person must be able to see where a field ends, so it is darker than a rule. */
  edge: '#76849a',
  ground: '#f6f8fa',
  paper: '#ffffff',
  raised: '#ffffff',
  hover: '#eef2f5',
  brand: '#0b5c63',
  brandHover: '#084a50',
  brandSoft: '#e3f0f0',
  onBrand: '#ffffff',
  link: '#0b5c63',
  focus: '#1d5fae',
  good: '#1b6e3c',
  goodSoft: '#e6f3ea',
  busy: '#1d5fae',
  busySoft: '#e7f0fa',
  attention: '#8a5a00',
  attentionSoft: '#fbf1de',
  bad: '#b3261e',
  badSoft: '#fbe9e7',
  onBad: '#ffffff',
  off: '#5f6b7a',
  offSoft: '#eef1f4',
  placeholder: '#667589',
} as const

export type ColourName = keyof typeof light
export type Colours = Readonly<Record<ColourName, string>>

export const dark: Colours = {
  ink: '#e7ecf2',
  ink2: '#aab6c5',
  line: '#2d3947',
  edge: '#728197',
  ground: '#0f151c',
  paper: '#161e27',
  raised: '#1c2631',
  hover: '#212c38',
  brand: '#55b6be',
  brandHover: '#7accd2',
  brandSoft: '#15343a',
  onBrand: '#06282b',
  link: '#6cc5cc',
  focus: '#8ab8ff',
  good: '#63cb8f',
  goodSoft: '#14301f',
  busy: '#8ab8ff',
  busySoft: '#16283f',
  attention: '#e2b149',
  attentionSoft: '#35290f',
  bad: '#ff9189',
  badSoft: '#3d1a18',
  onBad: '#3a0d0a',
  off: '#9aa7b8',
  offSoft: '#232d38',
  placeholder: '#8f9db0',
}

/** Pairs that carry words: [what is read, what it stands on]. The test walks this list. */
export const textPairs: readonly (readonly [ColourName, ColourName])[] = [
  ...(['ink', 'ink2', 'link', 'good', 'busy', 'attention', 'bad', 'off'] as const).flatMap((name) =>
    (['ground', 'paper', 'raised', 'hover'] as const).map((under) => [name, under] as const),
  ),
  ['placeholder', 'paper'],
  ['placeholder', 'raised'],
  ['onBrand', 'brand'],
  ['onBrand', 'brandHover'],
  ['onBad', 'bad'],
  ['ink', 'brandSoft'],
  ['brand', 'brandSoft'],
  ['brand', 'paper'],
  ['brand', 'hover'],
  ...(['good', 'busy', 'attention', 'bad', 'off'] as const).flatMap(
    (name) =>
      [
        [name, `${name}Soft`],
        ['ink', `${name}Soft`],
      ] as const,
  ),
]

/** Pairs of which a shape or an edge must be seen (3 : 1). */
export const controlPairs: readonly (readonly [ColourName, ColourName])[] = [
  ['edge', 'paper'],
  ['edge', 'raised'],
  ['edge', 'ground'],
  ['focus', 'paper'],
  ['focus', 'ground'],
  ['brand', 'paper'],
  ['brand', 'ground'],
]

/** Charts use these in this order and never more than six; the seventh is "other". */
export const chartColours = {
  light: ['#0b6b73', '#9a6a08', '#4a5d78', '#7d3f7a', '#4d6f22', '#a4471f'],
  dark: ['#55b6be', '#d9a93f', '#9db0cb', '#c98ac5', '#9cbf6a', '#e08a63'],
} as const

/** WCAG 2 contrast ratio of two `#rrggbb` colours. */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

/** Both tables as custom properties: `--yh-ink`, `--yh-brand-soft` … */
export function tokenSheet(): string {
  const block = (selector: string, colours: Colours) =>
    `${selector}{${Object.entries(colours)
      .map(([name, value]) => `--yh-${name.replace(/[A-Z]|\d/g, (c) => `-${c.toLowerCase()}`)}:${value}`)
      .join(';')}}`
  return `${block(':root', light)}\n${block(":root[data-theme='dark']", dark)}\n`
}
