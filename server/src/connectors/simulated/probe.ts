/** What a probe finds, in words for the person who registers the cloud. */
import { ConnectorFault, type FaultKind, type ProbeFinding } from '../../modules/cloud/connector.ts'
import type { Call, Wire } from './gate.ts'

const CLOCK_SKEW_MINUTES_MAX = 5

type Check = ProbeFinding['check']

const PROBLEMS: Readonly<Partial<Record<FaultKind, readonly [check: Check, zh: string, en: string]>>> = {
  unreachable: [
    'reach',
    '连不上模拟云：没有应答。请检查地址，或等它恢复后再试。',
    'The simulated cloud does not answer. Check the address, or try again when it is back.',
  ],
  timeout: [
    'reach',
    '模拟云在限定时间内没有应答，可能很慢或网络不通。',
    'The simulated cloud did not answer in time; it may be slow, or the network is broken.',
  ],
  unauthenticated: [
    'authenticate',
    '访问密钥不对：这个模拟云首次接入时用的是另一个密钥。',
    'The access key is wrong: this simulated cloud was first met with another one.',
  ],
  nonsense: [
    'reach',
    '对方的回答无法理解（不是云平台接口的格式）。地址可能指向了别的系统。',
    'The answer makes no sense as a cloud’s. The address may belong to another system.',
  ],
}

export async function probeCloud(wire: Wire, call: Call): Promise<readonly ProbeFinding[]> {
  const began = performance.now()
  try {
    const knobs = await wire.call(call, async (room) => ({ answer: room.knobs }))
    const latencyMs = Math.round(performance.now() - began)
    const ok = (check: Check, zh: string, en: string): ProbeFinding => ({
      check,
      ok: true,
      zh,
      en,
      latencyMs: null,
    })
    const findings: ProbeFinding[] = [
      { ...ok('reach', '可以连通。', 'It answers.'), latencyMs },
      ok('authenticate', '访问密钥有效。', 'The access key is accepted.'),
      ok('authorise', '具有管理权限。', 'Administration is allowed.'),
      ok('compute', `计算：${knobs.zones.length} 个可用区。`, `Compute: ${knobs.zones.length} zones.`),
      ok(
        'network',
        `网络：${knobs.externalNetworks.length} 个外部网络。`,
        `Network: ${knobs.externalNetworks.length} external networks.`,
      ),
      ok(
        'volume',
        `存储：${knobs.offer.volumeTypes.length} 种云硬盘。`,
        `Storage: ${knobs.offer.volumeTypes.length} volume types.`,
      ),
      ok('image', `镜像：${knobs.offer.images.length} 个。`, `Images: ${knobs.offer.images.length}.`),
      clockFinding(knobs.clockSkewMinutes),
    ]
    if (knobs.overQuota) {
      findings.push({
        check: 'quota',
        ok: false,
        zh: '云平台配额已用尽，新资源会被拒绝。请云平台服务商调整配额。',
        en: 'The cloud’s own quota is used up; new resources will be refused. Ask the provider to raise it.',
        latencyMs: null,
      })
    }
    return findings
  } catch (error) {
    return [toFinding(error)]
  }
}

function clockFinding(skewMinutes: number): ProbeFinding {
  const ok = Math.abs(skewMinutes) <= CLOCK_SKEW_MINUTES_MAX
  return {
    check: 'clock',
    ok,
    zh: ok ? '时钟一致。' : `云平台时钟相差 ${skewMinutes} 分钟，计量会出错。请校时。`,
    en: ok
      ? 'The clocks agree.'
      : `The cloud’s clock is ${skewMinutes} minutes off; metering would be wrong. Set it.`,
    latencyMs: null,
  }
}

function toFinding(error: unknown): ProbeFinding {
  const words = error instanceof ConnectorFault ? error.message : String(error)
  const known = error instanceof ConnectorFault ? PROBLEMS[error.fault] : undefined
  const [check, zh, en] = known ?? [
    'reach',
    `云平台报告了错误：${words}`,
    `The cloud reported an error: ${words}`,
  ]
  return { check, ok: false, zh, en, latencyMs: null }
}
