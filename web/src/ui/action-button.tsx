import { Button, type ButtonProps, Tooltip } from 'antd'
import { useId } from 'react'
import './small.css'

interface ActionButtonProps extends Omit<ButtonProps, 'disabled' | 'title' | 'children'> {
  /** Says what will happen ("提交审批"). */
  readonly label: string
  /** Why it may not be done now. The button stays reachable and tells the reason to everybody. */
  readonly blockedBecause?: string | null
}

/** A button that explains itself when it cannot be used, instead of vanishing or going silent. */
export function ActionButton({ label, blockedBecause, onClick, className, ...rest }: ActionButtonProps) {
  const reasonId = useId()
  if (!blockedBecause)
    return (
      <Button {...rest} className={className} onClick={onClick}>
        {label}
      </Button>
    )
  const { type: _type, danger: _danger, ...plain } = rest
  return (
    <Tooltip title={blockedBecause} trigger={['hover', 'focus']}>
      <span className="yh-reason-wrap">
        <Button
          {...plain}
          className={`yh-blocked ${className ?? ''}`}
          aria-disabled="true"
          aria-describedby={reasonId}
          htmlType="button"
        >
          {label}
        </Button>
        <span id={reasonId} className="yh-hidden">
          {blockedBecause}
        </span>
      </span>
    </Tooltip>
  )
}
