/**
 * What changed is marked at once: from that moment on nobody is shown it as fresh. Changes come in bursts (a request
 * with thirty resources): what they touch is asked for once after `waitMs`, and not again before that has been answered.
 * Asking again at once would cancel what is under way: where changes come faster than answers nothing would ever be
 * answered, and who waits for it would wait as long.
 * @param mark what is known of these nouns is old
 * @param ask asks anew for these nouns; resolves when all is answered
 */
export function gatherChanges(
  {
    mark,
    ask,
  }: {
    readonly mark: (nouns: readonly string[]) => void
    readonly ask: (nouns: readonly string[]) => Promise<unknown>
  },
  waitMs: number,
): { readonly add: (nouns: readonly string[]) => void; readonly stop: () => void } {
  const gathered = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsking = false
  const wait = () => {
    if (!isAsking && gathered.size > 0) timer ??= setTimeout(() => void refresh(), waitMs)
  }
  const refresh = async () => {
    timer = undefined
    const nouns = [...gathered]
    gathered.clear()
    isAsking = true
    // What could not be asked is said where it is shown.
    await ask(nouns).catch(() => {})
    isAsking = false
    wait()
  }
  return {
    add(nouns) {
      for (const noun of nouns) gathered.add(noun)
      mark(nouns)
      wait()
    },
    stop() {
      gathered.clear()
      clearTimeout(timer)
    },
  }
}
