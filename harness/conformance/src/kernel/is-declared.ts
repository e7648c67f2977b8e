import type { Plugin } from '@certctl/plugin-api';
import { secretFieldsOf } from './config-schema.js';
import type { ConformanceCase, Requirement } from './conformance-case.js';

/** Why a plugin is not asked; undefined when it is. Looks at its manifest alone. */
export function undeclared({ kind, requires }: ConformanceCase, plugin: Plugin): string | undefined {
  if (kind !== 'any' && kind !== plugin.kind) return `for a ${kind}, and this is a ${plugin.kind}`;
  const missing = requires.find((requirement) => !isMet(requirement, plugin));
  return missing && describe(missing, plugin);
}

function isMet(requirement: Requirement, plugin: Plugin): boolean {
  if ('capability' in requirement) {
    // A case of another kind is not asked before this, so the capability is one of the plugin's own kind.
    const is: readonly unknown[] = requirement.is;
    return is.includes(Reflect.get(plugin.capabilities, requirement.capability));
  }
  switch (requirement.declares) {
    case 'secret-fields':
      return secretFieldsOf(plugin).length > 0;
    case 'policies':
      return Object.keys(plugin.policies).length > 0;
    case 'tag-limits':
      return plugin.kind === 'store' && plugin.limits.tags !== undefined;
    case 'optional-permissions':
      return plugin.permissions.some(({ need }) => need === 'optional');
  }
}

function describe(requirement: Requirement, plugin: Plugin): string {
  if (!('capability' in requirement)) return `declares no ${requirement.declares.replace('-', ' ')}`;
  const { capability, is } = requirement;
  const declared: unknown = Reflect.get(plugin.capabilities, capability);
  return `declares ${capability}: ${String(declared)}; the case is about ${is.map(String).join(', ')}`;
}
