import { type FakeAcm, type FakeAcmOptions, startFakeAcm } from '@certctl/emulators';
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
