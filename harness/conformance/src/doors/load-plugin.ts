import { createEngine } from '@certctl/engine';
import type { Plugin } from '@certctl/plugin-api';

/**
 * The plugin that a module exports, as the engine would load it: by its default export.
 * @throws CertctlError `plugin_invalid`, `plugin_api_version`, naming the package, what was expected, what was found
 */
export function loadPlugin(exports: Readonly<Record<string, unknown>>, from: string): Plugin {
  return createEngine({ plugins: [] }).use(exports.default, from);
}
