export { API_ROOT, call, download, type InputOf, urlOf } from './client.ts'
export { useLiveChanges } from './live.ts'
export { ApiProblem, isPassing, isSignedOut, type ProblemWords, reasonOf, wordsOf } from './problem.ts'
export { nounOf, queryDefaults, queryOf, useAct, useAskAnew, useAsked, useLoaded } from './query.ts'
