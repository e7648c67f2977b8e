import {
  MemoryRelay,
  MemoryService,
  memoryRelayBinding,
  memoryStore,
  VirtualClock,
} from '@certctl/reference';
import { describe, expect, it } from 'vitest';
import { checkStore } from './check-plugin.js';
import { PluginRegistry } from './plugin-registry.js';

const plugin = memoryStore(new MemoryService(new VirtualClock()));
const relay = memoryRelayBinding(new MemoryRelay(() => true));

/** The plugin, which declares otherwise. */
function declaring(over: object): object {
  return { ...plugin, capabilities: { ...plugin.capabilities, ...over } };
}

describe('loading a plugin', () => {
  it('finds it by its type and by its alias', () => {
    const registry = new PluginRegistry();
    registry.add(plugin);
    expect([registry.store('Memory'), registry.store('memory')]).toEqual([plugin, plugin]);
    expect(registry.list()).toEqual([plugin]);
  });

  it.each([
    ['nothing', undefined, 'plugin_invalid', 'undefined'],
    ['an object that definePlugin did not make', { kind: 'store' }, 'plugin_invalid', 'definePlugin'],
    ['a plugin for another contract', { ...plugin, apiVersion: 99 }, 'plugin_api_version', '99'],
    ['a kind that is not known', { ...plugin, kind: 'teapot' }, 'plugin_invalid', '"teapot"'],
    ['a plugin without a type', { ...plugin, type: '' }, 'plugin_invalid', 'type'],
    ['a plugin that cannot be opened', { ...plugin, open: 1 }, 'plugin_invalid', 'open'],
    ['permissions that are no list', { ...plugin, permissions: {} }, 'plugin_invalid', 'permissions'],
    [
      'a capability that is not said',
      declaring({ bindsItself: undefined }),
      'plugin_invalid',
      'found nothing',
    ],
    ['a proof that nobody makes', declaring({ proof: 'handshke' }), 'plugin_invalid', '"handshke"'],
    [
      'one whose import leaves nobody who could point back',
      declaring({ bindsItself: true, rotation: 'replaces' }),
      'plugin_invalid',
      'used by nobody',
    ],
    [
      'one whose consumers are told, and need not be',
      declaring({ bindsItself: true, activates: true }),
      'plugin_invalid',
      'contradict',
    ],
    [
      'a binding that does not say whether it lets go',
      { ...relay, capabilities: { ...relay.capabilities, unbinds: 'no' } },
      'plugin_invalid',
      'capabilities.unbinds to be one of true, false',
    ],
    ['a configuration without a schema', { ...plugin, config: {} }, 'plugin_invalid', 'Standard Schema'],
  ])('refuses %s, naming the package and what was found', (_, candidate, code, found) => {
    const load = () => new PluginRegistry().add(candidate, 'some-package');
    expect(load).toThrow(expect.objectContaining({ code, message: expect.stringContaining('some-package') }));
    expect(load).toThrow(found);
  });

  it('refuses a second plugin of the same type, and takes the same one twice', () => {
    const registry = new PluginRegistry();
    registry.add(plugin);
    registry.add(plugin);
    expect(() => registry.add({ ...plugin })).toThrow(
      expect.objectContaining({ code: 'plugin_duplicate_type' }),
    );
  });

  it('names the types that are loaded when one is not', () => {
    const registry = new PluginRegistry();
    registry.add(plugin);
    expect(() => registry.store('AWSACM')).toThrow('loaded: Memory');
  });
});

describe('an open store', () => {
  it('must have the methods that the capabilities promise', () => {
    const moves = Object.fromEntries(
      [
        'resolve',
        'inspect',
        'read',
        'review',
        'import',
        'recoveryCommands',
        'close',
        'readTags',
        'tag',
        'find',
      ].map((name) => [name, () => {}]),
    );
    expect(() => checkStore(moves, plugin)).toThrow('need remove()');
    const without = { ...moves, remove: () => {} };
    expect(() => checkStore(without, plugin)).toThrow('need writers()');
    expect(() => checkStore({ ...without, writers: () => {} }, plugin)).not.toThrow();
  });
});
