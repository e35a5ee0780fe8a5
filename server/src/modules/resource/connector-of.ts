import { AppError, wordsOf } from '../../platform/errors.ts'
import { type Connections, ConnectorFault } from '../cloud/index.ts'
import type { ConnectorOf } from './ports.ts'

/** A cloud that people took out of service: nothing is asked of it until they put it back. */
export class CloudSuspended extends ConnectorFault {
  constructor() {
    super('unreachable', '')
  }
}

/** Open connections as module cloud keeps them; whatever keeps one from being opened is a fault of that cloud. */
export function connectorsOf(connections: Pick<Connections, 'to'>): ConnectorOf {
  return async (cloudId) => {
    try {
      const { cloud, connector } = await connections.to(cloudId)
      if (cloud.state === 'suspended') throw new CloudSuspended()
      return connector
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const words = wordsOf(error.reason, error.details)
      throw new ConnectorFault('forbidden', `${words.zh} ${words.en}`, { cause: error })
    }
  }
}
