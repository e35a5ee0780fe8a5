import {
  unconnectedPlatformOperations as operations,
  type PlatformFigures,
  type UnconnectedPlatformCreate,
} from '@yunheng/contract'
import { dayInChina } from '../platform/worktime/index.ts'
import { idOf, type Province } from './load-organisation.ts'
import type { Stage } from './stage.ts'

type Brief = Pick<UnconnectedPlatformCreate, 'code' | 'name' | 'kind' | 'networkType'>

const figures = (
  vcpus: number,
  memoryGiB: number,
  storageGiB: number,
  systems: number,
  resources: number,
): PlatformFigures => ({ clouds: 1, vcpus, memoryGiB, storageGiB, systems, resources })

const dayBefore = (today: Date, days: number) => dayInChina(new Date(today.getTime() - days * 86_400_000))

/** A district's three clouds, one of which has stopped reporting (R32), and what its government intranet holds (R37). */
export async function loadUnconnected(stage: Stage, province: Province, today: Date): Promise<void> {
  const place = { regionId: idOf(province.regions, '990102'), bodyId: idOf(province.bodies, 'beidu-bureau') }
  const register = (brief: Brief) =>
    stage.act('centre', operations.create, {
      body: { ...brief, ...place, contactName: '季北辰', contactPhone: '0900-8620147' },
    })
  const reporting = async (brief: Brief, told: PlatformFigures, lastDay: number) => {
    const { credential } = await register(brief)
    for (let days = lastDay + 4; days >= lastDay; days--)
      await stage.act(
        'centre',
        operations.report,
        {
          params: { day: dayBefore(today, days) },
          body: { ...told, resources: told.resources - days },
        },
        credential ?? '',
      )
  }
  const extranet = 'government-extranet' as const
  await reporting(
    { code: 'beidu-government', name: '北渡区政务云', kind: 'government', networkType: extranet },
    figures(2_400, 9_600, 61_440, 31, 412),
    0,
  )
  await reporting(
    { code: 'beidu-industry', name: '北渡区产业云', kind: 'industry', networkType: 'internet' },
    figures(1_280, 5_120, 40_960, 18, 236),
    1,
  )
  await reporting(
    { code: 'beidu-livelihood', name: '北渡区民生云', kind: 'livelihood', networkType: 'internet' },
    figures(640, 2_560, 20_480, 12, 148),
    9,
  )
  const intranet = { networkType: 'government-intranet', kind: 'government' } as const
  const { platform } = await register({ code: 'beidu-intranet', name: '北渡区政务内网云', ...intranet })
  await stage.act('beidu-bureau', operations.count, {
    params: { id: platform.id },
    body: {
      version: platform.version,
      day: dayBefore(today, 20),
      source: '北渡区大数据局政务内网资源统计表',
      figures: figures(320, 1_280, 10_240, 6, 74),
    },
  })
}
