export { type Authorised, type Authz, createAuthz, type Policy, type PolicyMatrix } from './authz.ts'
