/** Time-based one-time passwords (RFC 6238): six digits, 30 seconds, SHA-1, as every authenticator app reads them. */
import { generateSecret, generateURI, verifySync } from 'otplib'
import { Secret } from '../../../platform/secrets/index.ts'

const STEP_SECONDS = 30

export function makeTotpSecret(): Secret {
  return new Secret(generateSecret())
}

export function totpUri(username: string, secret: Secret): string {
  return generateURI({ issuer: 'Yunheng 云衡', label: username, secret: secret.reveal() })
}

/** The time step whose code it is, one step of clock difference allowed; null when wrong or already used. */
export function findTotpStep(
  secret: Secret,
  code: string,
  now: Date,
  usedStep: number | null,
): number | null {
  const result = verifySync({
    secret: secret.reveal(),
    token: code,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: STEP_SECONDS,
    ...(usedStep === null ? {} : { afterTimeStep: usedStep }),
  })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}
