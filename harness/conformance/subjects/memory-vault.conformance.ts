import { defineConformance } from '../src/doors/vitest.js';
import { memoryVaultSubject } from '../src/environments/index.js';
import { SELECTED } from './selected.js';

defineConformance({ ...memoryVaultSubject(), ...SELECTED });
