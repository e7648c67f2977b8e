export { type Fault, type FaultKind, FaultyService } from './faulty-service.js';
export { MemoryBalancer, type MemoryListener } from './memory-balancer.js';
export { memoryBinding } from './memory-binding.js';
export { type ImportInput, MemoryService, publicKeyOf, type Stored } from './memory-service.js';
export { memoryStore } from './memory-store.js';
export { MemoryVault, type VaultImport, type Version } from './memory-vault.js';
export { memoryVaultStore } from './memory-vault-store.js';
export { ServiceError } from './service-error.js';
export { VirtualClock } from './virtual-clock.js';
