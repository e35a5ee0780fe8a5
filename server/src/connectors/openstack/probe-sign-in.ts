/** Whether what is registered still lets in, and if not, which of the many reasons it is. */
import { ConnectorFault } from '../../modules/cloud/connector.ts'
import { instantAt, objectAt } from './answer.ts'
import { type Connection, openCall } from './call.ts'
import { unless } from './fault.ts'
import { WORDS, type Words } from './probe-words.ts'
import type { SignIn } from './settings.ts'
import { askForToken, byPassword, type Token } from './token.ts'

interface Outcome {
  readonly ok: boolean
  readonly words: Words
}

type Password = Extract<SignIn, { by: 'password' }>
type Credential = Extract<SignIn, { by: 'application-credential' }>

const good = (words: Words): Outcome => ({ ok: true, words })
const bad = (words: Words): Outcome => ({ ok: false, words })

/** Asks anew: a token that is kept would hide for an hour that a password was changed. */
export async function checkSignIn(
  connection: Connection,
  signal: AbortSignal,
  now: () => Date,
): Promise<Outcome> {
  const { signIn } = connection.settings
  let token: Token
  try {
    token = await connection.session.renew(signal)
  } catch (error) {
    if (!(error instanceof ConnectorFault)) throw error
    return signIn.by === 'password'
      ? refusedPassword(connection, signIn, error)
      : refusedCredential(connection, error, now())
  }
  if (signIn.by === 'password') return good(WORDS.authenticated)
  const ends = await endOf(connection, signIn, token, signal)
  return good(WORDS.credentialGood(ends && wordsOfInstant(ends)))
}

/** Keystone says these aloud; of all else it says only that the question needs authentication. */
const SAID: readonly (readonly [RegExp, Words])[] = [
  [/password is expired/i, WORDS.passwordExpired],
  [/account is locked/i, WORDS.userLocked],
  [/account is disabled/i, WORDS.userDisabled],
]

async function refusedPassword(
  { http, settings }: Connection,
  { username, userDomain, password, project }: Password,
  error: ConnectorFault,
): Promise<Outcome> {
  if (error.fault !== 'unauthenticated') throw error
  const said = SAID.find(([pattern]) => pattern.test(error.message))
  if (said) return bad(said[1])
  // Keystone does not say whether it was the password or the project; without the project it can only be the password.
  const identity = byPassword({ name: username, domain: { name: userDomain }, password })
  const answer = await askForToken(http, settings.authUrl, { identity, scope: 'unscoped' })
  return bad(answer.status === 201 ? WORDS.noRoleInProject(project) : WORDS.wrongPassword)
}

const ENDS = 'end of the credential'

function refusedCredential({ memo }: Connection, error: ConnectorFault, now: Date): Outcome {
  if (error.fault === 'not-found') return bad(WORDS.credentialUnknown)
  if (error.fault !== 'unauthenticated') throw error
  const ends = memo.peek<Date>(ENDS)
  return ends !== undefined && ends <= now
    ? bad(WORDS.credentialExpired(wordsOfInstant(ends)))
    : bad(WORDS.credentialRefused)
}

/** When it ends, remembered for the day when Keystone no longer says anything about it. */
async function endOf(
  connection: Connection,
  { id }: Credential,
  { userId }: Token,
  signal: AbortSignal,
): Promise<Date | null> {
  const path = ['users', userId, 'application_credentials', id]
  // Not every cloud lets a credential look at itself.
  const asked = openCall(connection, null, signal).find('identity', path)
  const answer = await unless('forbidden', asked, null)
  const ends = answer && instantAt(objectAt(answer, 'application_credential'), 'expires_at')
  if (ends) connection.memo.keep(ENDS, Number.POSITIVE_INFINITY, ends)
  return ends
}

const BEIJING_MS = 8 * 3_600_000

function wordsOfInstant(at: Date): Words {
  const text = new Date(at.getTime() + BEIJING_MS).toISOString().slice(0, 16).replace('T', ' ')
  return { zh: `北京时间 ${text} `, en: `${text} (UTC+8)` }
}
