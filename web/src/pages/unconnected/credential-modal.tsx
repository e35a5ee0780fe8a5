import { Modal } from 'antd'
import { useText } from '../../text/index.ts'
import { Copyable, Notice } from '../../ui/index.ts'

interface CredentialModalProps {
  /** Null: nothing to be shown. */
  readonly credential: string | null
  readonly onClose: () => void
}

/** A credential, the one time that it is shown. */
export function CredentialModal({ credential, onClose }: CredentialModalProps) {
  const t = useText('unconnected')
  const ui = useText('ui')
  return (
    <Modal
      open={credential !== null}
      title={t('credential.made')}
      footer={null}
      closable={{ 'aria-label': ui('dialog.close') }}
      onCancel={onClose}
    >
      <div className="yh-stack">
        <Notice tone="attention">{t('credential.once')}</Notice>
        <Copyable value={credential ?? ''} what={t('credential')} />
        <p className="yh-quiet">{t('credential.how')}</p>
      </div>
    </Modal>
  )
}
