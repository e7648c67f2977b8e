import { requestLine } from '../server/request-line.js';
import { type FakeKms, type FakeKmsOptions, startFakeKms } from './fake-kms.js';

export interface ServeFakeKmsOptions extends FakeKmsOptions {
  /** Takes one line for the start and one for each request; never a body. */
  readonly log?: (line: string) => void;
}

/** Starts the emulator for use from outside, and tells where it is and what it is asked. */
export async function serveFakeKms({ log = () => {}, ...options }: ServeFakeKmsOptions): Promise<FakeKms> {
  const emulator = await startFakeKms({
    ...options,
    onRequest: (request) => {
      options.onRequest?.(request);
      log(requestLine(request));
    },
  });
  log(`fake-kms listens on ${emulator.url} (AWS_ENDPOINT_URL_KMS=${emulator.url})`);
  return emulator;
}
