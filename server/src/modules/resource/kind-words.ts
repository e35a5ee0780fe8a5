import type { ResourceKind, Text } from '@yunheng/contract'

/** The kinds of resources in words, for workbooks and sentences of the server. */
export const RESOURCE_KIND_WORDS: Readonly<Record<ResourceKind, Text>> = {
  server: { zh: '云主机', en: 'Server' },
  volume: { zh: '云硬盘', en: 'Volume' },
  snapshot: { zh: '快照', en: 'Snapshot' },
  backup: { zh: '备份', en: 'Backup' },
  network: { zh: '网络', en: 'Network' },
  subnet: { zh: '子网', en: 'Subnet' },
  router: { zh: '路由器', en: 'Router' },
  'security-group': { zh: '安全组', en: 'Security group' },
  'floating-ip': { zh: '公网地址', en: 'Public address' },
  'load-balancer': { zh: '负载均衡', en: 'Load balancer' },
  bucket: { zh: '对象存储桶', en: 'Bucket' },
  'key-pair': { zh: '密钥对', en: 'Key pair' },
  project: { zh: '租户空间', en: 'Tenant space' },
  service: { zh: '云服务', en: 'Service' },
}
