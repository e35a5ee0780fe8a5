/** What the probe says, in both languages: what is wrong, and what to do about it. */
import { ConnectorFault, type FaultKind } from '../../modules/cloud/connector.ts'

export interface Words {
  readonly zh: string
  readonly en: string
}

/** The first whose pattern is in the words of the system, of ssh or of libvirt. */
const BY_WORDS: readonly (readonly [RegExp, Words])[] = [
  [
    /virsh is not installed/,
    {
      zh: '平台所在机器没有安装 virsh，请安装 libvirt 客户端（Debian：libvirt-clients）。',
      en: 'virsh is not installed where the platform runs. Install the libvirt client (Debian: libvirt-clients).',
    },
  ],
  [
    /Cannot find 'ssh'|ssh: not found|exec: ssh/,
    {
      zh: '平台所在机器没有安装 ssh 客户端，请安装（Debian：openssh-client）。',
      en: 'ssh is not installed where the platform runs. Install it (Debian: openssh-client).',
    },
  ],
  [
    /Host key verification failed|IDENTIFICATION HAS CHANGED/i,
    {
      zh: '主机密钥未登记或已改变：请用 ssh-keyscan 取得，核对指纹后填入“主机公钥”。',
      en: 'The host key is not registered, or has changed. Take it with ssh-keyscan, compare the fingerprint and give it as host keys.',
    },
  ],
  [
    /Permission denied \(|Too many authentication failures/,
    {
      zh: 'SSH 密钥不被主机接受：请核对用户名，并把对应公钥放入该用户的 authorized_keys。',
      en: 'The host does not accept the ssh key. Check the user, and put the public key into its authorized_keys.',
    },
  ],
  [
    /Load key|libcrypto|invalid format/,
    {
      zh: 'SSH 私钥无法读取：请粘贴完整的 OpenSSH 私钥（不带口令）。',
      en: 'The private ssh key cannot be read. Paste a whole OpenSSH private key without a passphrase.',
    },
  ],
  [
    /certificate|TLS/,
    {
      zh: 'TLS 证书不被接受：请核对 CA 证书、客户端证书和私钥。',
      en: 'The TLS certificate is not accepted. Check the CA certificate, the client certificate and its key.',
    },
  ],
  [
    /is a loopback address|is an? .*address|an address of the platform itself/,
    {
      zh: '该地址不允许连接（本机、回环、链路本地/元数据、组播或平台自身的地址）。确需使用时由运维在 YUNHENG_CLOUD_NETWORKS 中放行。',
      en: 'That address may not be connected to (this machine, loopback, link-local or metadata, multicast, or the platform’s own). Operators may allow it by YUNHENG_CLOUD_NETWORKS.',
    },
  ],
  [
    /Connection refused/,
    {
      zh: '连接被拒绝：该端口没有服务在监听，请核对地址和端口。',
      en: 'Connection refused: nothing listens there. Check host and port.',
    },
  ],
  [
    /Could not resolve|Name or service not known|unable to resolve|Unable to resolve/,
    {
      zh: '主机名无法解析，请核对地址或 DNS。',
      en: 'The host name cannot be resolved. Check it, or the DNS.',
    },
  ],
  [
    /timed out|No route to host|Network is unreachable/i,
    { zh: '主机不可达，请检查网络与防火墙。', en: 'The host cannot be reached. Check network and firewall.' },
  ],
  [
    /Failed to connect socket|virt-ssh-helper|netcat|command not found/,
    {
      zh: '可以登录主机，但其 libvirt 服务没有应答：请确认 libvirtd 正在运行，且该用户有权使用（libvirt 组）。',
      en: 'The host can be logged in to, but its libvirt does not answer. See that libvirtd runs and that the user may use it (group libvirt).',
    },
  ],
]

const BY_FAULT: Readonly<Partial<Record<FaultKind, Words>>> = {
  unreachable: { zh: '主机无法访问。', en: 'The host cannot be reached.' },
  timeout: { zh: '主机未在限时内应答。', en: 'The host did not answer in time.' },
  unauthenticated: { zh: '凭据不被接受。', en: 'The credentials are not accepted.' },
  forbidden: {
    zh: '该用户无权管理 libvirt，请加入 libvirt 组。',
    en: 'The user may not manage libvirt. Put it into the group libvirt.',
  },
  nonsense: { zh: '应答不是 libvirt 的格式。', en: 'The answer is not of the form that libvirt gives.' },
}

export function wordsOfFault(error: unknown): Words {
  const said = error instanceof Error ? error.message : String(error)
  const known = BY_WORDS.find(([pattern]) => pattern.test(said))?.[1]
  if (known !== undefined) return quoted(known, said)
  const byFault = error instanceof ConnectorFault ? BY_FAULT[error.fault] : undefined
  return quoted(byFault ?? { zh: '检查失败。', en: 'The check failed.' }, said)
}

/** Our sentence, then the host's own words. */
function quoted(words: Words, said: string): Words {
  const short = said.length > 300 ? `${said.slice(0, 300)}…` : said
  return { zh: `${words.zh}（${short}）`, en: `${words.en} (${short})` }
}

export const WORDS = {
  reached: (count: number): Words => ({
    zh: `${count} 台主机都可以访问。`,
    en: `All ${count} hosts can be reached.`,
  }),
  authenticated: { zh: '凭据被所有主机接受。', en: 'All hosts accept the credentials.' },
  authorised: {
    zh: '该用户可以读写 libvirt 的定义。',
    en: 'The user may read and write what libvirt defines.',
  },
  readOnly: {
    zh: '只能以只读方式使用 libvirt：请授予读写权限（libvirt 组或 polkit 规则）。',
    en: 'libvirt can only be read. Grant the right to write (group libvirt, or a polkit rule).',
  },
  compute: (version: string): Words => ({
    zh: `虚拟化可用（${version}）。`,
    en: `Virtualisation works (${version}).`,
  }),
  noKvm: {
    zh: '主机不支持硬件虚拟化（KVM）：请在 BIOS 中启用，或在登记中把加速方式改为 emulated（很慢，仅供试用）。',
    en: 'The host offers no hardware virtualisation (KVM). Switch it on in the BIOS, or register with acceleration emulated (very slow, for trials).',
  },
  network: { zh: '虚拟网络可用。', en: 'Virtual networks work.' },
  noBridge: (bridge: string): Words => ({
    zh: `主机上没有网桥“${bridge}”，请先建立或更正登记。`,
    en: `The host has no bridge “${bridge}”. Make it, or correct the registration.`,
  }),
  volume: (pool: string): Words => ({ zh: `存储池“${pool}”可用。`, en: `Storage pool “${pool}” works.` }),
  noPool: (pool: string): Words => ({
    zh: `主机上没有存储池“${pool}”，请先建立（virsh pool-define-as）或更正登记。`,
    en: `The host has no storage pool “${pool}”. Make it (virsh pool-define-as), or correct the registration.`,
  }),
  poolDown: (pool: string): Words => ({
    zh: `存储池“${pool}”没有启动，请启动并设为自动启动（virsh pool-start、pool-autostart）。`,
    en: `Storage pool “${pool}” is not started. Start it, and have it start by itself (virsh pool-start, pool-autostart).`,
  }),
  image: (count: number): Words => ({
    zh: `共有 ${count} 个镜像。`,
    en: `There are ${count} images on every host.`,
  }),
  noImage: (pool: string): Words => ({
    zh: `存储池“${pool}”中没有所有主机共有的镜像：请把同名镜像文件放入每台主机的该池并执行 virsh pool-refresh。`,
    en: `Storage pool “${pool}” has no image that all hosts have. Put the file under one name into that pool of each host, then virsh pool-refresh.`,
  }),
} as const
