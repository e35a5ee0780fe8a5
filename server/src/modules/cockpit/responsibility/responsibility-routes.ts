import {
  responsibilityOperations as operations,
  type ResponsibilityCell,
  type SystemResponsibilities,
  type Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Download, type Route, route } from '../../../platform/http/index.ts'
import { exportList, type Language, type ListColumn } from '../../../platform/xlsx/index.ts'
import { PARTY_TITLES } from './responsibility.ts'
import { systemResponsibilities } from './system-responsibilities.ts'

export const responsibilityRoutes: readonly Route[] = [
  route(operations.get, (ctx, { params }) => systemResponsibilities(ctx, params.id)),
  route(operations.export, (ctx, { params, query }) =>
    exportResponsibilities(ctx, params.id, query.language),
  ),
]

interface Line {
  readonly step: Text
  readonly party: Text
  readonly duty: Text
  readonly seat: ResponsibilityCell['seats'][number] | null
}

const DUTY = {
  does: { zh: '负责', en: 'Does it' },
  informed: { zh: '知悉', en: 'Is informed' },
} as const

const COLUMNS: readonly ListColumn<Line>[] = [
  { title: { zh: '环节', en: 'Step' }, kind: 'text', width: 20, value: (row) => row.step },
  { title: { zh: '责任方', en: 'Party' }, kind: 'text', width: 20, value: (row) => row.party },
  { title: { zh: '责任', en: 'Duty' }, kind: 'text', value: (row) => row.duty },
  { title: { zh: '机构', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.seat?.body.name ?? null },
  { title: { zh: '角色', en: 'Role' }, kind: 'text', width: 28, value: (row) => row.seat?.roleTitle ?? null },
  {
    title: { zh: '人员', en: 'People' },
    kind: 'text',
    width: 28,
    value: (row) => row.seat?.people.map(({ name }) => name).join('、') ?? null,
  },
]

async function exportResponsibilities(ctx: Ctx, id: string, language: Language = 'zh'): Promise<Download> {
  const matrix = await systemResponsibilities(ctx, id)
  const { name, code } = matrix.system
  return exportList(ctx, {
    noun: 'system',
    name: { zh: `责任矩阵-${name}`.slice(0, 31), en: `Responsibilities-${code}`.slice(0, 31) },
    language,
    filter: { systemId: id, code },
    columns: COLUMNS,
    page: async () => ({ items: linesOf(matrix), nextPageToken: null }),
    remark: {
      zh: `责任人：${matrix.responsiblePerson?.name ?? '未指定'}。由权限、流程、岗位与资源所在云平台得出，截至导出时间。`,
      en: `Answers for the system: ${matrix.responsiblePerson?.name ?? 'nobody named'}. Derived from policies, flows, posts and clouds, as of the export.`,
    },
  })
}

/** One line a seat; a party that is only informed has one, a party without a part in it none. */
function linesOf({ steps }: SystemResponsibilities): readonly Line[] {
  return steps.flatMap(({ title, cells }) =>
    cells.flatMap(({ party, duty, seats }): readonly Line[] => {
      if (duty === 'none') return []
      const shared = { step: title, party: PARTY_TITLES[party], duty: DUTY[duty] }
      return duty === 'does' && seats.length > 0
        ? seats.map((seat) => ({ ...shared, seat }))
        : [{ ...shared, seat: null }]
    }),
  )
}
