import { defineConformance } from '../src/doors/vitest.js';
import { memoryBindingSubject } from '../src/environments/index.js';
import { SELECTED } from './selected.js';

defineConformance({ ...memoryBindingSubject(), ...SELECTED });
