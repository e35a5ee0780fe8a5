export {
  type Config,
  ConfigError,
  type Environment,
  parseConfig,
  readConfig,
  type SecretKeySource,
  unknownVariables,
} from './config.ts'
export { configurationDocument } from './document.ts'
