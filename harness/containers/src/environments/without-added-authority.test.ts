import { derFromPem } from '@certctl/certificate';
import { issueAuthority } from '@certctl/certificate/issue';
import { describe, expect, it } from 'vitest';
import { asSent } from './without-added-authority.js';

describe('a chain as moto shows it', async () => {
  const amazon = derFromPem(
    (await issueAuthority({ name: 'CN=Amazon Root CA 1,O=Amazon,C=US' })).certificatePem,
  );
  const own = derFromPem((await issueAuthority({ name: 'CN=ours,O=Amazon Fans' })).certificatePem);

  it('is taken without what moto has put behind it, however often', () => {
    expect(asSent([own, amazon])).toEqual([own]);
    expect(asSent([own, own, amazon, amazon])).toEqual([own, own]);
    expect(asSent([amazon])).toEqual([]);
  });

  it('is left alone where nothing was added, and in front of what was sent', () => {
    expect(asSent([own])).toEqual([own]);
    expect(asSent([amazon, own])).toEqual([amazon, own]);
    expect(asSent([])).toEqual([]);
  });
});
