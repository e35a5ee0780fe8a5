/**
 * Keeps one draft on the server. Saves go one after the other, each with the version that the one before it answered;
 * what is saved already is not sent again. So a save that was due meanwhile never makes the version stale with which
 * somebody is just submitting.
 *
 * @param first what the server holds at the beginning
 * @param send stores the values over this version and answers the next; what it throws is the caller's to tell
 */
export function draftSaver<T>(
  first: { readonly values: T; readonly version: number },
  send: (values: T, version: number) => Promise<number>,
): {
  /** @param text the values as JSON */
  readonly isSaved: (text: string) => boolean
  readonly save: (values: T) => Promise<number>
} {
  let version = first.version
  let saved = JSON.stringify(first.values)
  let last: Promise<unknown> = Promise.resolve()
  return {
    isSaved: (text) => text === saved,
    save(values) {
      const turn = last.then(async () => {
        const text = JSON.stringify(values)
        if (text === saved) return version
        version = await send(values, version)
        saved = text
        return version
      })
      last = turn.catch(() => undefined)
      return turn
    },
  }
}
