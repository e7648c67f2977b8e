import type { ControlRequest } from '../server/control-door.js';
import { sharedRoute } from '../server/shared-route.js';
import { readElbv2Fault } from './elbv2-fault.js';
import type { FakeElbv2 } from './fake-elbv2.js';
import { readSettings } from './read-settings.js';

/** What a process of its own can be told. */
export async function control(request: ControlRequest, emulator: FakeElbv2): Promise<object | undefined> {
  switch (request.route) {
    case 'POST listeners': {
      const { host, port } = await emulator.listenTls(request.text('arn'));
      return { host, port };
    }
    default:
      return sharedRoute(request, emulator, {
        state: () => emulator.state.toJSON(),
        fault: readElbv2Fault,
        settings: readSettings,
      });
  }
}
