import {
  DOMESTIC_ASSET_CLASSES,
  type DomesticAssetClass,
  type DomesticShare,
  type Text,
} from '@yunheng/contract'
import type { Counted } from './domestic-store.ts'

/** R17 and its clause: all software and hardware. */
export const DOMESTIC_TARGET = { requirement: 'R17', targetPercent: 100, source: '001 一(三)' } as const

export const CLASS_WORDS: Readonly<Record<DomesticAssetClass, Text>> = {
  host: { zh: '宿主机', en: 'Hosts' },
  pool: { zh: '资源池', en: 'Pools' },
  resource: { zh: '云资源', en: 'Cloud resources' },
  image: { zh: '系统镜像', en: 'System images' },
}

const BASIS: Readonly<Record<DomesticAssetClass, Text>> = {
  host: { zh: '云平台告知，或在宿主机上登记', en: 'As the cloud tells, or stated of the host' },
  pool: { zh: '在资源池上登记', en: 'Stated of the pool' },
  resource: {
    zh: '云主机、云硬盘、负载均衡、对象存储桶与其他服务；按所在宿主机，不知道时按资源池',
    en: 'Servers, volumes, load balancers, buckets and services: by their host, or else by their pool',
  },
  image: { zh: '各资源池提供的镜像，在资源池上登记', en: 'Images that pools offer, stated of the pool' },
}

/** Whatever nobody said counts as not: 100 % is reached when everything is known to be. */
export function sharesOf(counted: ReadonlyMap<DomesticAssetClass, Counted>): DomesticShare[] {
  return DOMESTIC_ASSET_CLASSES.map((assetClass) => {
    const { total, domestic, foreign } = counted.get(assetClass) ?? { total: 0, domestic: 0, foreign: 0 }
    return {
      assetClass,
      title: CLASS_WORDS[assetClass],
      total,
      domestic,
      foreign,
      unknown: total - domestic - foreign,
      // Rounded down, so that it says 100 only when nothing is missing.
      percent: total === 0 ? null : Math.floor((1_000 * domestic) / total) / 10,
      basis: BASIS[assetClass],
    }
  })
}
