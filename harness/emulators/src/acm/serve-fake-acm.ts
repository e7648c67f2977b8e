import type { LoggedRequest } from '../server/request-log.js';
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
      log(lineOf(request));
    },
  });
  log(`fake-acm listens on ${emulator.url} (AWS_ENDPOINT_URL=${emulator.url})`);
  return emulator;
}

function lineOf(request: LoggedRequest): string {
  const { operation, region, status, error, rule, faults, resource } = request;
  return [
    new Date(request.at).toISOString(),
    region,
    operation,
    resource ?? '-',
    status ?? 'no answer',
    error ?? 'ok',
    ...(rule === undefined ? [] : [`rule=${rule}`]),
    ...(faults.length === 0 ? [] : [`faults=${faults.join(',')}`]),
  ].join(' ');
}
