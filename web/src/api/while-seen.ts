/** A glance at another tab costs no new line. */
const UNSEEN_MS = 15_000

/**
 * Keeps a line to the server open while somebody looks at the page. Over HTTP/1.1 a browser opens six connections to a
 * server at most, all tabs together: with a line kept by each of six forgotten tabs the seventh would never load.
 * @param open answers how to close it.
 * @param missed the page is looked at again after its line was closed: what happened meanwhile nobody told it.
 */
export function whileSeen(open: () => () => void, missed: () => void): () => void {
  let close = document.hidden ? null : open()
  let timer: ReturnType<typeof setTimeout> | undefined
  const letGo = () => {
    close?.()
    close = null
  }
  const onSeen = () => {
    clearTimeout(timer)
    if (document.hidden) timer = setTimeout(letGo, UNSEEN_MS)
    else if (close === null) {
      close = open()
      missed()
    }
  }
  document.addEventListener('visibilitychange', onSeen)
  return () => {
    document.removeEventListener('visibilitychange', onSeen)
    clearTimeout(timer)
    letGo()
  }
}
