import { requestLine } from '../server/request-line.js';
import { type FakeElbv2, type FakeElbv2Options, startFakeElbv2 } from './fake-elbv2.js';

export interface ServeFakeElbv2Options extends FakeElbv2Options {
  /** Takes one line for the start and one for each request; never a body. */
  readonly log?: (line: string) => void;
}

/** Starts the emulator for use from outside, and tells where it is and what it is asked. */
export async function serveFakeElbv2({
  log = () => {},
  ...options
}: ServeFakeElbv2Options): Promise<FakeElbv2> {
  const emulator = await startFakeElbv2({
    ...options,
    onRequest: (request) => {
      options.onRequest?.(request);
      log(requestLine(request));
    },
  });
  log(`fake-elbv2 listens on ${emulator.url} (AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2=${emulator.url})`);
  return emulator;
}
