export type { Namespace, Namespaces, TextKey } from './catalogues.ts'
export { chooseLanguage, currentLanguage, LANGUAGES, type Language, loadTexts, startTexts } from './i18n.ts'
export { inSeries, saidOf } from './punctuation.ts'
export { type TextOf, type TextParams, useLanguage, usePick, useText } from './use-text.ts'
