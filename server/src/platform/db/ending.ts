/** What a transaction still has to write before it commits. */
export interface Ending {
  write(): Promise<void>
  /** The statements since the last {@link finish} were rolled back: what was noted with them must not be written. */
  drop(): void
}

const endings = new WeakMap<object, Ending>()

/** The ending of this transaction; made when it is asked for first. One transaction has one. */
export function endingOf<E extends Ending>(tx: object, make: () => E): E {
  const known = endings.get(tx)
  if (known !== undefined) return known as E
  const made = make()
  endings.set(tx, made)
  return made
}

/** Writes what is noted so far. Every transaction ends with it. */
export async function finish(tx: object): Promise<void> {
  await endings.get(tx)?.write()
}

/** What was noted since the last {@link finish} is forgotten: its statements are rolled back. */
export function dropNotes(tx: object): void {
  endings.get(tx)?.drop()
}
