/**
 * A year that is lived through in several sittings: beside its database it keeps what it knew when its last month ended. Only between
 * months: a run that was broken off within one has a database ahead of what it remembers.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { World } from '../kit/world.ts'
import type { Dice } from './births.ts'
import type { Province } from './province.ts'
import type { Notes } from './report.ts'
import type { Memory, Story, YearOptions } from './story.ts'

export interface Checkpoint {
  readonly options: YearOptions
  /** So many months are over. */
  readonly done: number
  readonly now: string
  readonly world: World
  readonly province: Province
  readonly dice: Pick<Dice, 'made' | 'drawn'>
  readonly notes: Notes
  readonly memory: Memory
}

export interface Keeping {
  readonly dataDir: string
  /** Null for a year that begins here. */
  readonly found: Checkpoint | null
  /** From here on until the next {@link save} the database is ahead. */
  begin(): void
  save(checkpoint: Checkpoint): void
}

/** @throws where a run was broken off within a month, or another year is kept. */
export function keepIn(directory: string, options: YearOptions): Keeping {
  const [file, underWay] = [join(directory, 'year.checkpoint'), join(directory, 'year.under-way')]
  mkdirSync(directory, { recursive: true })
  if (existsSync(underWay))
    throw new Error(`a run was broken off within a month: remove ${directory} and begin anew`)
  const found = existsSync(file) ? (deserialize(readFileSync(file)) as Checkpoint) : null
  if (found !== null && JSON.stringify(found.options) !== JSON.stringify(options))
    throw new Error(`${directory} keeps another year: ${JSON.stringify(found.options)}`)
  return {
    dataDir: join(directory, 'data'),
    found,
    begin: () => writeFileSync(underWay, ''),
    save(checkpoint) {
      // One value, so that a life that several parts speak of stays one life.
      writeFileSync(`${file}.draft`, serialize(checkpoint))
      renameSync(`${file}.draft`, file)
      rmSync(underWay)
    },
  }
}

export function checkpointOf(story: Story, done: number): Checkpoint {
  const { options, server, province, dice, book } = story
  const { lives, lateCredits, agreed, seals, measured, told, changed } = story
  return {
    ...{ options, done, province, world: server.world, notes: book.notes },
    now: server.clock.now().toISOString(),
    dice: { made: dice.made, drawn: dice.drawn },
    memory: { lives, lateCredits, agreed, seals, measured, told, changed },
  }
}
