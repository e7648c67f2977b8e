import type { RecoveryInput, RecoveryStep } from '@certctl/plugin-api';
import type { AcmeCloudConfig } from './config.js';
import { shellLine, shellSecret } from './shell-line.js';

/** Yours: what a person types to put a known good certificate back. Read when everything else has failed. */
export function recoveryCommands({
  config: { token },
  place: { address },
  tags,
}: RecoveryInput<AcmeCloudConfig>): readonly RecoveryStep[] {
  const authorization = `-H "authorization: Bearer ${shellSecret(token)}"`;
  const body = shellLine(
    ...['jq', '-n', '--rawfile', 'certificate', 'leaf.pem', '--rawfile', 'key', 'key.pem'],
    ...['--rawfile', 'chain', 'chain.pem', '--argjson', 'labels', JSON.stringify(tags)],
    '{$certificate, $key, $labels, chain: [$chain | scan("-----BEGIN[^-]+-----[^-]+-----END[^-]+-----")]}',
  );
  const sent = '-H "content-type: application/json" --data-binary @-';
  return [
    {
      why: 'Put the known good certificate back: leaf.pem, chain.pem and key.pem are yours to supply.',
      command: `${body} | curl --fail-with-body -X PUT ${authorization} ${sent} ${shellLine(address)}`,
    },
    {
      why: 'See that it is there.',
      command: `curl --fail-with-body ${authorization} ${shellLine(address)} | jq -r .certificate | openssl x509 -noout -subject -serial -enddate`,
    },
  ];
}
