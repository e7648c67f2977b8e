import { defineConformance } from '../src/doors/vitest.js';
import { memoryStoreSubject } from '../src/environments/index.js';
import { SELECTED } from './selected.js';

defineConformance({ ...memoryStoreSubject('replaces'), ...SELECTED });
