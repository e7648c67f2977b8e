import { defineConformance } from '@certctl/conformance/vitest';
import environment from '../src/conformance/environment.js';
import plugin from '../src/index.js';

// One test for each case. A case that the manifest does not declare is skipped, with the reason.
defineConformance({ plugin, environment });
