import { hostname } from 'node:os'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { type CurrentSession, identityOperations, type Problem } from '@yunheng/contract'
import { callApi, type Outcome, type Target } from './call.ts'
import { readCredentials, removeCredentials, trimSlash, writeCredentials } from './credentials.ts'
import { type Language, words } from './language.ts'

/** A refusal by the server, to be printed as such. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.reason)
    this.problem = problem
  }
}

const TOKEN_DAYS = 30
const { session, token } = identityOperations

/** Signs in, takes a token for the first post (or `--post`), ends the session, keeps the token. Returns where. */
export async function login(
  flags: ReadonlyMap<string, string>,
  env: NodeJS.ProcessEnv,
  language: Language,
): Promise<string> {
  const url = trimSlash(flags.get('--url') ?? env.YUNHENG_URL ?? 'http://127.0.0.1:8080')
  const username = flags.get('--username') ?? (await ask(`${words.username[language]}: `, false))
  const password = env.YUNHENG_PASSWORD ?? (await ask(`${words.password[language]}: `, true))
  const signedIn = await signIn({ url, headers: {} }, { username, password }, language)
  const posts = signedIn.session.posts
  const wanted = flags.get('--post')
  const post = posts.find((each) => each.id === wanted) ?? signedIn.session.actingPost ?? posts[0]
  if (!post) throw new Error(words.noPost[language])
  const target = { url, headers: { cookie: signedIn.cookie } }
  const body = {
    name: `cli ${hostname()}`.slice(0, 80),
    scope: 'write',
    postId: post.id,
    lifetimeDays: TOKEN_DAYS,
    password,
  }
  const made = answerOf(await callApi(target, token.create, { params: {}, query: {}, body }, language)) as {
    token: string
    apiToken: { id: string }
  }
  await callApi(target, session.signOut, { params: {}, query: {}, body: undefined }, language)
  return writeCredentials(env, { url, token: made.token, tokenId: made.apiToken.id })
}

async function signIn(target: Target, who: { username: string; password: string }, language: Language) {
  let outcome = await callApi(target, session.signIn, { params: {}, query: {}, body: who }, language)
  if (outcome.kind === 'refused' && outcome.problem.reason === 'identity.second_factor_required') {
    const code = await ask(`${words.code[language]}: `, false)
    outcome = await callApi(
      target,
      session.signIn,
      { params: {}, query: {}, body: { ...who, code } },
      language,
    )
  }
  const value = answerOf(outcome) as CurrentSession
  const cookie =
    outcome.kind === 'done' ? (outcome.answer.headers.get('set-cookie')?.split(';')[0] ?? '') : ''
  return { session: value, cookie }
}

export async function logout(env: NodeJS.ProcessEnv, language: Language): Promise<void> {
  const kept = readCredentials(env)
  if (kept?.tokenId) {
    const target = { url: kept.url, headers: { authorization: `Bearer ${kept.token}` } }
    answerOf(
      await callApi(
        target,
        token.end,
        { params: { id: kept.tokenId }, query: {}, body: undefined },
        language,
      ),
    )
  }
  removeCredentials(env)
}

function answerOf(outcome: Outcome): unknown {
  if (outcome.kind === 'refused') throw new Refused(outcome.problem)
  return outcome.kind === 'done' ? outcome.value : null
}

/** Asks at the terminal; a hidden answer is not echoed. */
async function ask(question: string, hidden: boolean): Promise<string> {
  let muted = false
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!muted) process.stderr.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY })
  const answer = new Promise<string>((resolve) => lines.question(question, resolve))
  muted = hidden
  const text = await answer
  if (hidden) process.stderr.write('\n')
  lines.close()
  return text.trim()
}
