import type { Consumer, RecoveryStep } from '@certctl/plugin-api';
import type { AcmeCloudConfig } from './config.js';
import { shellLine, shellSecret } from './shell-line.js';

/** Yours: what a person types to point the consumer at a certificate. Read when everything else has failed. */
export function recoveryCommands({
  config: { token },
  place: { address, title },
  reference,
}: Consumer<AcmeCloudConfig> & { readonly reference: string }): readonly RecoveryStep[] {
  const authorization = `-H "authorization: Bearer ${shellSecret(token)}"`;
  const sent = `-H "content-type: application/json" --data ${shellLine(JSON.stringify({ certificate: reference }))}`;
  return [
    {
      why: `Point ${title} at the certificate.`,
      command: `curl --fail-with-body -X PUT ${authorization} ${sent} ${shellLine(`${address}/certificate`)}`,
    },
    {
      why: 'See that it uses it.',
      command: `curl --fail-with-body ${authorization} ${shellLine(address)} | jq -r .certificate`,
    },
  ];
}
