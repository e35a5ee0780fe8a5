/** Clouds: the connector port, and what stands behind it. */
export {
  type CallScope,
  type Change,
  type Connector,
  ConnectorFault,
  type ExternalId,
  type FaultKind,
  type Observed,
  type Spec,
} from './connector.ts'
