import type { Plugin } from '@certctl/plugin-api';
import type { Environment } from '../../environment/define-environment.js';

/** A plugin that only its own environment can reach: the service is an object, and both have it. */
export interface Subject {
  readonly plugin: Plugin;
  readonly environment: Environment;
}
