import { type ServeFakeKmsOptions, serveFakeKms } from '@certctl/emulators';
import type { RunningEmulator } from './running-emulator.js';

type Options = Pick<ServeFakeKmsOptions, 'port' | 'sigv4' | 'log' | 'onRequest'> & {
  readonly region?: string;
};

/** KMS with one key, because no emulated call makes one. */
export async function emulateKms({ region = 'us-east-1', ...options }: Options): Promise<RunningEmulator> {
  const emulator = await serveFakeKms({ ...options, region });
  const key = emulator.addKey({ alias: 'certctl' });
  const { url } = emulator;
  return {
    url,
    facts: { region, key },
    howToUse: `
It holds one key, whose alias is alias/certctl. What certctl keeps is sealed with it by:

  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  export AWS_ENDPOINT_URL_KMS=${url}
  export CERTCTL_KMS_KEY=${key}

The key is gone when this ends, and with it all that it has sealed.

`,
    close: () => emulator.close(),
  };
}
