// The same cases by the runner of Node, on what was built: node --test test/conformance.node.mjs
import { defineConformance } from '@certctl/conformance/node-test';
import environment from '../dist/conformance/environment.js';
import plugin from '../dist/index.js';

defineConformance({ plugin, environment });
