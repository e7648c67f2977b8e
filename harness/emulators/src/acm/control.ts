import type { ControlRequest } from '../server/control-door.js';
import { sharedRoute } from '../server/shared-route.js';
import { readAcmFault } from './acm-fault.js';
import type { FakeAcm } from './fake-acm.js';
import { readSettings } from './read-settings.js';

/** What a process of its own can be told. */
export async function control(request: ControlRequest, emulator: FakeAcm): Promise<object | undefined> {
  switch (request.route) {
    case 'POST use':
      emulator.use(request.text('arn'), request.text('consumer'));
      return {};
    case 'POST release':
      emulator.release(request.text('arn'), request.text('consumer'));
      return {};
    case 'POST listeners': {
      const { host, port } = await emulator.listenTls(request.text('arn'));
      return { host, port };
    }
    default:
      return sharedRoute(request, emulator, {
        state: () => emulator.state.toJSON(),
        fault: readAcmFault,
        settings: readSettings,
      });
  }
}
