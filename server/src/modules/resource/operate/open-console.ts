/**
 * A server's screen. The address is made by the cloud, is good for some minutes and lets in whoever has it: it goes to the
 * person who asked and nowhere else, neither into the history nor into the trail.
 */
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { askCloud, ConnectorFault, type ConsoleLink } from '../../cloud/index.ts'
import { insertHistory } from '../history-store.ts'
import type { ResourcePorts } from '../ports.ts'
import type { ResourceRow } from '../resource.ts'
import { refuseAction } from '../resource-rules.ts'
import { findResource } from '../resource-store.ts'
import { refuseUnable } from './change-intent.ts'

/** @throws `resource.not_running`, `resource.cloud_cannot`, `cloud.no_answer`. */
export async function openConsole(
  ctx: Ctx,
  ports: Pick<ResourcePorts, 'connectorOf'>,
  id: string,
): Promise<ConsoleLink> {
  const row = ctx.authz.authorised(ctx, 'operate', 'resource', await findResource(ctx.db, id))
  const refusal =
    (await refuseUnable(ctx.db, 'console', row)) ?? refuseAction('console', row, ctx.clock.now())
  if (refusal) refuse(refusal)
  const link = await askCloud((signal) => linkTo(ctx, ports, row, signal))
  await ctx.inTx(async (tx) => {
    await insertHistory(tx, ctx, row, [{ sort: 'intent', code: 'resource.console' }])
    const { protocol } = link
    await ctx.audit(tx, { noun: 'resource', objectId: id, bodyId: row.body_id, after: { protocol } })
  })
  return link
}

async function linkTo(
  ctx: Ctx,
  ports: Pick<ResourcePorts, 'connectorOf'>,
  row: ResourceRow,
  signal: AbortSignal,
): Promise<ConsoleLink> {
  const connector = await ports.connectorOf(row.cloud_id)
  const project = row.project_id === null ? undefined : await findResource(ctx.db, row.project_id)
  const projectRef = project?.external_id ?? null
  if (!connector.openConsole || row.external_id === null || projectRef === null)
    return refuse('resource.cloud_cannot')
  const link = await connector.openConsole(row.external_id, { projectRef, signal })
  // It is opened in the browser of whoever asked.
  const isWeb = URL.canParse(link.url) && ['http:', 'https:'].includes(new URL(link.url).protocol)
  if (!isWeb) throw new ConnectorFault('nonsense', 'the address of the screen is no web address')
  return { url: link.url, protocol: link.protocol }
}
