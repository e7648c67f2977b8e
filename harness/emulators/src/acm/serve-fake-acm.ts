import { requestLine } from '../server/request-line.js';
import { type FakeAcm, type FakeAcmOptions, startFakeAcm } from './fake-acm.js';

export interface ServeFakeAcmOptions extends FakeAcmOptions {
  /** Takes one line for the start and one for each request; never a body. */
  readonly log?: (line: string) => void;
}

/** Starts the emulator for use from outside, and tells where it is and what it is asked. */
export async function serveFakeAcm({ log = () => {}, ...options }: ServeFakeAcmOptions): Promise<FakeAcm> {
  const emulator = await startFakeAcm({
    ...options,
    onRequest: (request) => {
      options.onRequest?.(request);
      log(requestLine(request));
    },
  });
  log(`fake-acm listens on ${emulator.url} (AWS_ENDPOINT_URL=${emulator.url})`);
  return emulator;
}
