import { defineConformance } from '../src/doors/vitest.js';
import { memoryApplianceSubject } from '../src/environments/index.js';
import { SELECTED } from './selected.js';

defineConformance({ ...memoryApplianceSubject('fingerprint'), ...SELECTED });
