import { defineConformance } from '../src/doors/vitest.js';
import { memoryFrontSubject } from '../src/environments/index.js';
import { SELECTED } from './selected.js';

defineConformance({ ...memoryFrontSubject(), ...SELECTED });
