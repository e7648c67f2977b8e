export {
  type Fault,
  type FaultKind,
  type ImportInput,
  MemoryService,
  publicKeyOf,
  type Stored,
} from './memory-service.js';
export { memoryStore } from './memory-store.js';
export { ServiceError } from './service-error.js';
export { VirtualClock } from './virtual-clock.js';
