import { Button } from 'antd'
import { useText } from '../text/index.ts'
import { ToneShape } from './state-mark.tsx'
import './states.css'

export interface ErrorWords {
  readonly sentence: string
  readonly reason: string
  readonly requestId: string
}

interface ErrorPanelProps {
  readonly words: ErrorWords
  readonly onRetry?: () => void
  /** A whole page failed (true), or one part of it. */
  readonly page?: boolean
}

/** What happened, why and what to do; the reason code and request id stand small below, to be quoted. */
export function ErrorPanel({ words, onRetry, page = false }: ErrorPanelProps) {
  const t = useText('ui')
  return (
    <div className={page ? 'yh-error yh-error-page' : 'yh-error'} role="alert">
      <ToneShape tone="bad" />
      <div className="yh-stack-tight">
        {page ? <h1 tabIndex={-1}>{t('error.title')}</h1> : null}
        <p>{words.sentence}</p>
        <p className="yh-small yh-quiet yh-mono">
          {words.reason}
          {words.requestId && ` · ${words.requestId}`}
        </p>
        {onRetry && (
          <div>
            <Button onClick={onRetry}>{t('error.retry')}</Button>
          </div>
        )}
      </div>
    </div>
  )
}
