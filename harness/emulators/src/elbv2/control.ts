import type { ControlRequest } from '../server/control-door.js';
import { readElbv2Fault } from './elbv2-fault.js';
import type { FakeElbv2 } from './fake-elbv2.js';
import { readSettings } from './read-settings.js';

/** What a process of its own can be told. */
export async function control(request: ControlRequest, emulator: FakeElbv2): Promise<object | undefined> {
  switch (request.route) {
    case 'GET state':
      return emulator.state.toJSON();
    case 'GET requests':
      return { requests: emulator.requests.all() };
    case 'GET faults':
      return { faults: emulator.faults.reports() };
    case 'POST faults':
      return { id: emulator.faults.add(readElbv2Fault(request.body())).id };
    case 'GET settings':
      return emulator.settings;
    case 'POST settings':
      return Object.assign(emulator.settings, readSettings(request.body()));
    case 'POST listeners': {
      const { host, port } = await emulator.listenTls(request.text('arn'));
      return { host, port };
    }
    case 'POST reset':
      emulator.reset();
      return {};
    default:
      return undefined;
  }
}
