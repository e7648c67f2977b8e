import type { WireAnswer, WireRequest } from '../server/wire.js';
import { readElbv2Fault } from './elbv2-fault.js';
import type { FakeElbv2 } from './fake-elbv2.js';
import { readSettings } from './read-settings.js';

export const CONTROL_PREFIX = '/_certctl/';

/** Control of an emulator that runs as a process of its own. Bodies are JSON. */
export async function control(request: WireRequest, emulator: FakeElbv2): Promise<WireAnswer> {
  try {
    const route = `${request.method} ${request.path.slice(CONTROL_PREFIX.length)}`;
    const answer = await run(route, request, emulator);
    return answer === undefined ? json(404, { error: `there is no ${route}` }) : json(200, answer);
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

async function run(route: string, request: WireRequest, emulator: FakeElbv2): Promise<object | undefined> {
  switch (route) {
    case 'GET state':
      return emulator.state.toJSON();
    case 'GET requests':
      return { requests: emulator.requests.all() };
    case 'GET faults':
      return { faults: emulator.faults.reports() };
    case 'POST faults':
      return { id: emulator.faults.add(readElbv2Fault(body(request))).id };
    case 'GET settings':
      return emulator.settings;
    case 'POST settings':
      return Object.assign(emulator.settings, readSettings(body(request)));
    case 'POST listeners': {
      const { host, port } = await emulator.listenTls(text(request, 'arn'));
      return { host, port };
    }
    case 'POST reset':
      emulator.reset();
      return {};
    default:
      return undefined;
  }
}

function body(request: WireRequest): unknown {
  return JSON.parse(new TextDecoder().decode(request.body));
}

function text(request: WireRequest, member: string): string {
  const value = body(request);
  if (typeof value === 'object' && value !== null) {
    const found: unknown = Object.entries(value).find(([name]) => name === member)?.[1];
    if (typeof found === 'string') return found;
  }
  throw new TypeError(`the body needs the text ${member}`);
}

function json(status: number, value: object): WireAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
