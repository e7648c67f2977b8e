export { azureKeyVaultKey, type VaultKeyOptions } from './azure-key-vault-key.js';
