import { DownOutlined } from '@ant-design/icons'
import type { Allowance } from '@yunheng/contract'
import { Button, Dropdown } from 'antd'
import { useRef, useState } from 'react'
import { useText } from '../text/index.ts'
import { ActionButton } from '../ui/index.ts'
import { useBlockedBecause } from './reason-text.ts'

export interface ObjectAction {
  readonly key: string
  /** Says what will happen. */
  readonly label: string
  /** As the server answered it in `actions`; never worked out again here. */
  readonly allowance: Allowance | undefined
  readonly onAct: () => void
  readonly main?: boolean
  readonly danger?: boolean
}

/** At most two buttons, the rest in one menu; what may not be done says why. */
export function ActionBar({ actions }: { readonly actions: readonly ObjectAction[] }) {
  const t = useText('ui')
  const because = useBlockedBecause()
  const menu = useRef<HTMLButtonElement>(null)
  const shown = actions.filter((action) => action.allowance !== undefined)
  const main = shown.filter((action) => action.main).slice(0, 2)
  const [held, setHeld] = useState<readonly ObjectAction[] | null>(null)
  // While the menu is open its lines stay: the page changes live, and no other act may come under the pointer.
  const rest = held ?? shown.filter((action) => !main.includes(action))
  const alone = rest.length === 1 ? rest : []
  return (
    <>
      {[...main, ...alone].map((action, index) => (
        <ActionButton
          key={action.key}
          type={action.main && index === 0 ? 'primary' : 'default'}
          danger={action.danger ?? false}
          label={action.label}
          blockedBecause={because(action.allowance)}
          onClick={action.onAct}
        />
      ))}
      {rest.length > 1 && (
        <Dropdown
          trigger={['click']}
          onOpenChange={(open) => setHeld(open ? rest : null)}
          menu={{
            items: rest.map((action) => {
              const blocked = because(action.allowance)
              return {
                key: action.key,
                danger: (action.danger ?? false) && !blocked,
                disabled: blocked !== null,
                label: blocked ? (
                  <span className="yh-menu-blocked">
                    {action.label}
                    <span className="yh-small">{blocked}</span>
                  </span>
                ) : (
                  action.label
                ),
              }
            }),
            onClick: ({ key }) => {
              // The line vanishes with the menu: what opens from it gives the focus back to the menu's button.
              menu.current?.focus()
              const chosen = [...shown, ...rest].find((action) => action.key === key)
              chosen?.onAct()
            },
          }}
        >
          <Button ref={menu} icon={<DownOutlined aria-hidden />} iconPlacement="end">
            {t('menu.more')}
          </Button>
        </Dropdown>
      )}
    </>
  )
}

/**
 * One act on a row of a table, or on what a small panel shows: a small button. Where it may not be done it says why, also
 * where the server said nothing of it: a row keeps its buttons, where an {@link ActionBar} leaves such an act out.
 */
export function RowAct({ label, allowance, danger, onAct }: Omit<ObjectAction, 'key' | 'main'>) {
  const because = useBlockedBecause()
  return (
    <ActionButton
      size="small"
      danger={danger ?? false}
      label={label}
      blockedBecause={because(allowance)}
      onClick={onAct}
    />
  )
}
