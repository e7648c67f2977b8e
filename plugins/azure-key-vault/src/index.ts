export { azureKeyVault, azureKeyVault as default } from './azure-key-vault.js';
export type { KeyVaultConfig, KeyVaultConnection, KeyVaultScope } from './config.js';
