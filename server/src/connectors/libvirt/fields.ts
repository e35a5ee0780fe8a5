/** What a registration asks for besides the hosts themselves, which are its endpoint. */
import type { ConnectorKind } from '../../modules/cloud/connector.ts'

export const FIELDS: ConnectorKind['fields'] = [
  {
    name: 'sshKey',
    secret: true,
    required: false,
    title: {
      zh: 'SSH 私钥（qemu+ssh 时必填，OpenSSH 格式，不带口令）',
      en: 'Private ssh key (for qemu+ssh; OpenSSH format, without passphrase)',
    },
  },
  {
    name: 'hostKeys',
    secret: false,
    required: false,
    title: {
      zh: '主机公钥（qemu+ssh 时必填，ssh-keyscan 的输出，核对指纹后填写）',
      en: 'Host keys (for qemu+ssh; output of ssh-keyscan, fingerprints compared)',
    },
    placeholder: '10.0.0.11 ssh-ed25519 AAAA…',
  },
  {
    name: 'pool',
    secret: false,
    required: false,
    title: { zh: '存储池（默认 default）', en: 'Storage pool (default unless said otherwise)' },
    placeholder: 'default',
  },
  {
    name: 'imagePool',
    secret: false,
    required: false,
    title: {
      zh: '镜像所在存储池（默认同上）',
      en: 'Storage pool of the images (the same unless said otherwise)',
    },
    placeholder: 'default',
  },
  {
    name: 'bridge',
    secret: false,
    required: false,
    title: {
      zh: '主机网桥：填写后云主机接入部门现有网络；不填则每个子网相互隔离，且不出主机',
      en: 'Bridge of the hosts: with it servers join the department’s network; without, each subnet stands apart, on its host',
    },
    placeholder: 'br0',
  },
  {
    name: 'acceleration',
    secret: false,
    required: false,
    title: {
      zh: '加速方式：kvm（默认）或 emulated（软件模拟，很慢，仅供试用）',
      en: 'Acceleration: kvm (default) or emulated (by software, very slow, for trials)',
    },
    placeholder: 'kvm',
  },
  {
    name: 'graceSeconds',
    secret: false,
    required: false,
    title: {
      zh: '关机时等待操作系统自行关闭的秒数（默认 20，最多 40），之后强制断电',
      en: 'Seconds that a guest has to shut down by itself (20, at most 40) before it is switched off',
    },
    placeholder: '20',
  },
  {
    name: 'caCertificate',
    secret: false,
    required: false,
    title: { zh: 'CA 证书（qemu+tls 时填写，PEM）', en: 'CA certificate (for qemu+tls, PEM)' },
  },
  {
    name: 'clientCertificate',
    secret: false,
    required: false,
    title: { zh: '客户端证书（qemu+tls 时填写，PEM）', en: 'Client certificate (for qemu+tls, PEM)' },
  },
  {
    name: 'clientKey',
    secret: true,
    required: false,
    title: { zh: '客户端私钥（qemu+tls 时填写，PEM）', en: 'Client key (for qemu+tls, PEM)' },
  },
]
