import { App, Input, Modal } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useText } from '../text/index.ts'
import { ErrorPanel, type ErrorWords } from './error-panel.tsx'
import { FocusReturn } from './focus-return.tsx'

interface ConfirmDialogProps {
  readonly open: boolean
  /** The question, with the object's name in it. */
  readonly title: string
  /** What will happen, and what cannot be undone. */
  readonly children?: ReactNode
  /** The verb on the button ("释放 3 台服务器"), never "OK". */
  readonly verb: string
  readonly danger?: boolean
  readonly pending: boolean
  /** Required: a failed act says so here and nowhere else. */
  readonly error: ErrorWords | null
  readonly onConfirm: () => void
  readonly onCancel: () => void
  /** For what cannot be undone: the name must be typed. */
  readonly typeToConfirm?: string
  readonly width?: number
  /** False while a required field in the dialog is empty. */
  readonly ready?: boolean
}

/** The one way to ask before something with consequences. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const t = useText('ui')
  const [typed, setTyped] = useState('')
  const typedId = useId()
  const matched = !props.typeToConfirm || typed.trim() === props.typeToConfirm
  return (
    <>
      {props.open && <FocusReturn />}
      <Modal
        open={props.open}
        title={props.title}
        onCancel={props.onCancel}
        onOk={props.onConfirm}
        okText={props.verb}
        cancelText={t('confirm.back')}
        okButtonProps={{ danger: props.danger === true, disabled: !matched || props.ready === false }}
        confirmLoading={props.pending}
        afterClose={() => setTyped('')}
        closable={{ 'aria-label': t('dialog.close') }}
        width={props.width ?? 520}
        destroyOnHidden
      >
        <div className="yh-stack">
          {props.children}
          {props.typeToConfirm && (
            <div className="yh-stack-tight">
              <label htmlFor={typedId}>{t('confirm.type', { name: props.typeToConfirm })}</label>
              <Input
                id={typedId}
                value={typed}
                autoComplete="off"
                onChange={(event) => setTyped(event.target.value)}
              />
            </div>
          )}
          {props.error && <ErrorPanel words={props.error} />}
        </div>
      </Modal>
    </>
  )
}

/** A short word that something worked. Errors never come this way: they stay where the person is working. */
export function useToast(): (sentence: string) => void {
  const { message } = App.useApp()
  return (sentence) => {
    void message.success(sentence)
  }
}
