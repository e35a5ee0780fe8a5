import { wordsOf } from '../api/index.ts'
import { useLanguage } from '../text/index.ts'
import { ErrorPanel } from '../ui/index.ts'

/** The one widget that shows a failed call. */
export function ProblemPanel(props: {
  readonly error: unknown
  readonly onRetry?: () => void
  readonly page?: boolean
}) {
  const { error, ...rest } = props
  return <ErrorPanel words={wordsOf(error, useLanguage())} {...rest} />
}
