import { ListCertificatesCommand, ListTagsForCertificateCommand } from '@aws-sdk/client-acm';
import { describe, expect, it } from 'vitest';
import {
  acmClient,
  acmSession,
  importCommand,
  imported,
  leaf,
  refusal,
} from '../../test-support/acm-session.js';
import { manualClock } from '../server/clock.js';

describe('the published rates', () => {
  it('refuse a second import within a second by name, with HTTP 400', async () => {
    const clock = manualClock();
    const { acm } = await acmSession({ clock, rates: 'published' });
    const made = await leaf();
    await imported(acm, { made });
    expect(await refusal(acm.send(importCommand({ made })))).toEqual({
      name: 'ThrottlingException',
      status: 400,
      message: 'Rate exceeded',
    });
    clock.advance(1_000);
    await imported(acm, { made });
  });

  it('are apart for each operation and region', async () => {
    const { acm, emulator } = await acmSession({ clock: manualClock(), rates: 'published' });
    const made = await leaf();
    const CertificateArn = await imported(acm, { made });
    await acm.send(new ListTagsForCertificateCommand({ CertificateArn }));
    await imported(acmClient(emulator, { region: 'us-east-2' }), { made });
  });

  it('fill up with the clock, to one second of calls', async () => {
    const clock = manualClock();
    const { acm } = await acmSession({ clock, rates: { ListCertificates: 2 } });
    const list = () => acm.send(new ListCertificatesCommand({}));
    clock.advance(60_000);
    await list();
    await list();
    expect((await refusal(list())).name).toBe('ThrottlingException');
    clock.advance(500);
    await list();
  });

  it('are off unless asked for', async () => {
    const { acm, emulator } = await acmSession();
    const made = await leaf();
    await imported(acm, { made });
    await imported(acm, { made });
    emulator.settings.rates = 'published';
    await imported(acm, { made });
    expect((await refusal(acm.send(importCommand({ made })))).name).toBe('ThrottlingException');
  });
});
