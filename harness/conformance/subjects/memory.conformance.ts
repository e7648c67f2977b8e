import { defineConformance } from '../src/doors/vitest.js';
import { memoryStoreSubject, memoryVaultSubject } from '../src/environments/index.js';

defineConformance(memoryStoreSubject());
defineConformance(memoryStoreSubject('replaces'));
defineConformance(memoryVaultSubject());
