import { defineConformance } from '../src/doors/vitest.js';
import { memoryRelaySubject } from '../src/environments/index.js';
import { SELECTED } from './selected.js';

defineConformance({ ...memoryRelaySubject(), ...SELECTED });
