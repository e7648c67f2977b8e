import { memoryStoreSubject } from '../environments/memory/memory-store-subject.js';
import { defineConformance } from './vitest.js';

defineConformance(memoryStoreSubject());
