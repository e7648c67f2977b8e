import type { ControlRequest } from '../server/control-door.js';
import { readAcmFault } from './acm-fault.js';
import type { FakeAcm } from './fake-acm.js';
import { readSettings } from './read-settings.js';

/** What a process of its own can be told. */
export async function control(request: ControlRequest, emulator: FakeAcm): Promise<object | undefined> {
  switch (request.route) {
    case 'GET state':
      return emulator.state.toJSON();
    case 'GET requests':
      return { requests: emulator.requests.all() };
    case 'GET faults':
      return { faults: emulator.faults.reports() };
    case 'POST faults':
      return { id: emulator.faults.add(readAcmFault(request.body())).id };
    case 'GET settings':
      return emulator.settings;
    case 'POST settings':
      return Object.assign(emulator.settings, readSettings(request.body()));
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
    case 'POST reset':
      emulator.reset();
      return {};
    default:
      return undefined;
  }
}
