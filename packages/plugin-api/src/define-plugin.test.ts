import { expect, it } from 'vitest';
import { API_VERSION } from './api-version.js';
import { definePlugin } from './define-plugin.js';

it('a defined plugin carries brand and version, and cannot be changed', () => {
  const plugin = definePlugin({ kind: 'store', type: 'X' } as never);
  expect(Reflect.get(plugin, Symbol.for('certctl.plugin'))).toBe(true);
  expect(plugin.apiVersion).toBe(API_VERSION);
  expect(Object.isFrozen(plugin)).toBe(true);
});
