import type { Download } from '../../../platform/http/index.ts'
import { writeBpmn } from '../definition/bpmn-write.ts'
import type { FlowVersionRow } from './flow-store.ts'

/** BPMN 2.0 with a diagram, written anew from what the engine runs, so that any other tool can open it. */
export async function exportVersion(row: FlowVersionRow): Promise<Download> {
  const xml = row.graph ? await writeBpmn({ ...row.graph, key: row.flow_key }) : row.bpmn
  return {
    fileName: `${row.flow_key}-v${row.number}.bpmn`,
    contentType: 'application/xml; charset=utf-8',
    content: Buffer.from(xml, 'utf8'),
  }
}
