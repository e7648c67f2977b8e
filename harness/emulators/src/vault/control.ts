import type { ControlRequest } from '../server/control-door.js';
import { sharedRoute } from '../server/shared-route.js';
import type { FakeVault } from './fake-vault.js';
import { readKey, readKeyChange } from './read-key.js';
import { readPrincipal } from './read-principal.js';
import { readSettings } from './read-settings.js';
import { readVaultFault } from './vault-fault.js';

/** What a process of its own can be told. */
export async function control(request: ControlRequest, emulator: FakeVault): Promise<object | undefined> {
  switch (request.route) {
    case 'POST principals':
      return { objectId: emulator.addPrincipal(readPrincipal(request.body())).objectId };
    case 'POST keys':
      return { id: emulator.addKey(readKey(request.body())) };
    case 'POST change-key':
      emulator.changeKey(request.text('id'), readKeyChange(request.body()));
      return {};
    case 'POST delete-key':
      emulator.deleteKey(request.text('name'));
      return {};
    case 'POST listeners': {
      const { host, port } = await emulator.listenTls(request.text('name'));
      return { host, port };
    }
    default:
      return sharedRoute(request, emulator, {
        state: () => emulator.state.toJSON(),
        fault: readVaultFault,
        settings: readSettings,
      });
  }
}
