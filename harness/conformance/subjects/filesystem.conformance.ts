import { filesystem } from '@certctl/plugin-filesystem';
import { defineConformance } from '../src/doors/vitest.js';
import { folder } from '../src/environments/index.js';
import { SELECTED } from './selected.js';

defineConformance({ plugin: filesystem, environment: folder(), ...SELECTED });
