import type { ReactNode } from 'react'

export function Labelled({
  id,
  label,
  children,
}: {
  readonly id: string
  readonly label: string
  readonly children: ReactNode
}) {
  return (
    <div className="yh-field">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  )
}
