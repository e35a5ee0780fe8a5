import { type Request, requestTemplateOperations } from '@yunheng/contract'
import { ActDialog } from '../../kit/index.ts'
import { useSide } from '../../shell/persona.ts'
import { useText } from '../../text/index.ts'
import { useToast } from '../../ui/index.ts'
import { contentOf } from './new-content.ts'

/** Keeps what was asked for, to be chosen again; only the authority keeps templates for all. */
export function SaveTemplateDialog({
  request,
  onClose,
}: {
  readonly request: Request
  readonly onClose: () => void
}) {
  const t = useText('request')
  const toast = useToast()
  const forAll = useSide() === 'supervision'
  return (
    <ActDialog
      operation={requestTemplateOperations.create}
      open
      onClose={onClose}
      params={undefined}
      fixed={{ content: contentOf(request), ...(forAll ? {} : { isShared: false }) }}
      initial={{ name: request.title, summary: '', isShared: forAll }}
      title={t('templates.save-title', { title: request.title })}
      verb={t('templates.save')}
      fields={{
        name: { label: t('templates.name') },
        summary: { label: t('templates.summary') },
        ...(forAll ? { isShared: { label: t('templates.for-all') } } : {}),
      }}
      onDone={() => toast(t('templates.saved'))}
    />
  )
}
