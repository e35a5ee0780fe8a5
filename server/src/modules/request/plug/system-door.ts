import type { AccessPath } from '@yunheng/contract'
import { findSystem } from '../../system/index.ts'
import type { SystemDoor } from '../doors.ts'

export const systemDoor: SystemDoor = {
  async find(db, id) {
    const row = await findSystem(db, id)
    return (
      row && {
        id: row.id,
        code: row.code,
        name: row.name,
        bodyId: row.body_id,
        classification: row.classification,
        protectionLevel: row.protection_level,
        protectionFilingNo: row.protection_filing_no,
        deployment: row.deployment,
        lifecycle: row.lifecycle,
        networkZone: row.network_zone,
        accessPaths: row.access_paths as AccessPath[],
        responsiblePersonId: row.responsible_person_id,
        hasWeb: row.has_web,
      }
    )
  },
}
