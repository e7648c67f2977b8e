import type { LoggedRequest } from '../server/request-log.js';
import { type FakeVault, type FakeVaultOptions, startFakeVault } from './fake-vault.js';

export interface ServeFakeVaultOptions extends FakeVaultOptions {
  /** Takes one line for the start and one for each request; never a body. */
  readonly log?: (line: string) => void;
}

/** Starts the emulator for use from outside, and tells where it is and what it is asked. */
export async function serveFakeVault({
  log = () => {},
  ...options
}: ServeFakeVaultOptions): Promise<FakeVault> {
  const emulator = await startFakeVault({
    ...options,
    onRequest: (request) => {
      options.onRequest?.(request);
      log(lineOf(request));
    },
  });
  log(`fake-vault ${emulator.vault} listens on ${emulator.url}`);
  return emulator;
}

function lineOf(request: LoggedRequest): string {
  const { operation, status, error, rule, faults, resource } = request;
  return [
    new Date(request.at).toISOString(),
    operation,
    resource ?? '-',
    status ?? 'no answer',
    error ?? 'ok',
    ...(rule === undefined ? [] : [`rule=${rule}`]),
    ...(faults.length === 0 ? [] : [`faults=${faults.join(',')}`]),
  ].join(' ');
}
