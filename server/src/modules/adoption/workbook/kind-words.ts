import type { AdoptableKind, Text } from '@yunheng/contract'

export const KIND_WORDS: Readonly<Record<AdoptableKind, Text>> = {
  project: { zh: '项目', en: 'Project' },
  network: { zh: '网络', en: 'Network' },
  subnet: { zh: '子网', en: 'Subnet' },
  router: { zh: '路由器', en: 'Router' },
  'security-group': { zh: '安全组', en: 'Security group' },
  server: { zh: '云服务器', en: 'Server' },
  volume: { zh: '云硬盘', en: 'Volume' },
  snapshot: { zh: '快照', en: 'Snapshot' },
  'floating-ip': { zh: '公网地址', en: 'Public address' },
}
