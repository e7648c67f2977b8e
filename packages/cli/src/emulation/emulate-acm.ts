import { type ServeFakeAcmOptions, serveFakeAcm } from '@certctl/emulators';
import type { RunningEmulator } from './running-emulator.js';

type Options = Pick<
  ServeFakeAcmOptions,
  'port' | 'region' | 'tagsOnReimport' | 'rates' | 'sigv4' | 'log' | 'onRequest'
>;

export async function emulateAcm(options: Options): Promise<RunningEmulator> {
  const { region = 'us-east-1' } = options;
  const emulator = await serveFakeAcm(options);
  const { url } = emulator;
  return {
    url,
    facts: { region },
    howToUse: `
A target for it, to be saved as targets.yaml:

  targets:
    - id: web
      type: aws-acm
      config:
        region: ${region}
        endpoints: { acm: "${url}", sts: "${url}", tagging: "${url}" }

and what to deploy to it with:

  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test CERTCTL_ALLOW_ENDPOINTS=1
  certctl deploy web -f targets.yaml --cert web.crt --key web.key

`,
    close: () => emulator.close(),
  };
}
