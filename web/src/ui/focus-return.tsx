import { useLayoutEffect } from 'react'

/**
 * Stands before a dialog that vanishes from the page at once when it closes: the focus goes back to where it came
 * from. Its effect runs before those of the dialog after it, which take the focus away.
 */
export function FocusReturn() {
  useLayoutEffect(() => {
    const from = document.activeElement
    return () => {
      // After the dialog has left: only then is the page behind it reachable again.
      setTimeout(() => {
        if (from instanceof HTMLElement && from.isConnected && isNowhere(document.activeElement)) from.focus()
      })
    }
  }, [])
  return null
}

/** The focus fell to the page itself: nobody has taken it elsewhere since. */
function isNowhere(element: Element | null): boolean {
  return element === null || element === document.body || !element.isConnected
}
