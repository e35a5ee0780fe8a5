import { placementOperations } from '@yunheng/contract'
import { Button, Drawer } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useAsked } from '../../api/index.ts'
import { ProblemPanel } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Waiting } from '../../ui/index.ts'
import { CandidateTable, How } from './candidate-words.tsx'

/** Beside a line of a request: why it was placed there, read in place (R7, R9). */
export function WhyThere({ placementId }: { readonly placementId: string }) {
  const t = useText('placement')
  const ui = useText('ui')
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  // The drawer gives the focus back only when it has come to rest before it is closed.
  useEffect(() => {
    if (!open) return
    return () => button.current?.focus()
  }, [open])
  return (
    <>
      <Button ref={button} type="link" size="small" onClick={() => setOpen(true)}>
        {t('why-there')}
      </Button>
      <Drawer
        open={open}
        title={t('why-there')}
        size={720}
        closable={{ 'aria-label': ui('dialog.close') }}
        destroyOnHidden
        onClose={() => setOpen(false)}
      >
        {open && <Explanation placementId={placementId} />}
      </Drawer>
    </>
  )
}

function Explanation({ placementId }: { readonly placementId: string }) {
  const t = useText('placement')
  const pick = usePick()
  const asked = useAsked(placementOperations.get, { params: { id: placementId } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const { explanation } = asked.data
  return (
    <div className="yh-stack">
      <p>{pick(explanation.summary)}</p>
      <How explanation={explanation} />
      <CandidateTable
        label={t('why-there')}
        rows={explanation.candidates}
        chosen={explanation.chosenPoolId}
      />
    </div>
  )
}
