export {
  type ClientCertificateFiles,
  type Config,
  ConfigError,
  type Environment,
  parseConfig,
  readConfig,
  type SecretKeySource,
  unknownSettings,
  unknownVariables,
} from './config.ts'
export { configurationDocument } from './document.ts'
