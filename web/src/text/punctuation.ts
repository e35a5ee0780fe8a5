import { currentLanguage } from './i18n.ts'

/** Several names in a row, as the language of the page puts them. */
export const inSeries = (words: readonly string[]): string =>
  words.join(currentLanguage() === 'en' ? ', ' : '、')

/** A name and what is said of it. */
export const saidOf = (name: string, words: string): string =>
  `${name}${currentLanguage() === 'en' ? ': ' : '：'}${words}`
