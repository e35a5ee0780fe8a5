import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useText } from '../text/index.ts'
import './small.css'

/** An identifier or address in monospace with a copy button that names what it copies. */
export function Copyable({
  value,
  shown,
  what,
}: {
  readonly value: string
  /** Shorter form for the eye; the whole value is copied. */
  readonly shown?: string
  readonly what: string
}) {
  const t = useText('ui')
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <span className="yh-copyable">
      <span className="yh-mono" title={value}>
        {shown ?? value}
      </span>
      <Button
        type="text"
        size="small"
        icon={copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
        aria-label={copied ? t('copy.done', { what }) : t('copy.do', { what })}
        onClick={() => void copy()}
      />
    </span>
  )
}
