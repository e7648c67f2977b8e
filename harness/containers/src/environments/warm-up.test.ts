import { startFakeAcm } from '@certctl/emulators';
import { expect, it } from 'vitest';
import { warmUp } from './warm-up.js';

it('asks each service of the double once, and says which of them does not answer', async () => {
  const acm = await startFakeAcm();
  try {
    await warmUp(acm.url, 'us-east-1');
    expect(acm.requests.all().map(({ operation }) => operation)).toEqual([
      'GetCallerIdentity',
      'GetResources',
      'ListCertificates',
    ]);
    acm.faults.add({ operation: 'GetResources', kind: 'throttle' });
    await expect(warmUp(acm.url, 'us-east-1')).rejects.toThrow('does not answer for tagging: 400');
  } finally {
    await acm.close();
  }
});
