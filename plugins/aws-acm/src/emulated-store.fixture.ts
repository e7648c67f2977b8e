import { type FakeAcm, type FakeAcmOptions, startFakeAcm } from '@certctl/emulators';
import type { Call, Write, Writers, WriteWindow } from '@certctl/plugin-api';
import { AcmStore } from './acm-store.js';
import { openClients } from './aws-clients.js';
import { services } from './call-double.fixture.js';
import type { AcmConnection } from './config.js';

export const REGION = 'us-east-1';
export const CONFIG = { region: REGION, tags: {} };

export const KEYS = { accessKeyId: 'AKIAPLUGIN', secretAccessKey: 'secret-for-tests' };

/** An emulator that checks signatures, with one user. */
export function startEmulator(options: FakeAcmOptions = {}): Promise<FakeAcm> {
  return startFakeAcm({ sigv4: 'check', accessKeys: [KEYS], ...options });
}

/** A store whose every request goes to the emulator, signed as the user of the keys. */
export async function openEmulated(
  { url }: FakeAcm,
  connection: Partial<AcmConnection> = {},
  keys = KEYS,
): Promise<AcmStore> {
  const endpoints = { acm: url, sts: url, tagging: url };
  const clients = await openClients(
    { region: REGION, endpoints, ...connection },
    { ...services, credentials: { get: () => keys } },
  );
  return new AcmStore(clients);
}

/** Every write that every trail shows, of all times unless told otherwise. */
export async function allWrites(
  { trails }: Writers,
  call: Call,
  window: WriteWindow = { since: 0, until: Date.now() + 1_000 },
): Promise<readonly Write[]> {
  const writes: Write[] = [];
  for (const trail of trails) for await (const write of trail.read(window, call)) writes.push(write);
  return writes;
}
