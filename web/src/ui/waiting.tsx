import { useEffect, useState } from 'react'
import { useText } from '../text/index.ts'
import './states.css'

/** Stands where content is coming. Says so only when it takes long enough to be noticed. */
export function Waiting() {
  const t = useText('ui')
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  if (!late) return null
  return (
    <div className="yh-skeleton" role="status">
      <span />
      <span />
      <span />
      <span />
      <div className="yh-hidden">{t('waiting')}</div>
    </div>
  )
}
