import { ListCertificatesCommand } from '@aws-sdk/client-acm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import {
  acmClient,
  acmSession,
  type ClientWish,
  clientConfig,
  refusal,
} from '../../test-support/acm-session.js';
import type { FakeAcmOptions } from '../acm/fake-acm.js';
import { manualClock } from '../server/clock.js';

const KEY = { accessKeyId: 'AKIAEMULATOREXAMPLE1', secretAccessKey: 'the-right-secret' };
const ROLE = 'arn:aws:iam::222233334444:role/deployer';

async function checked(options: FakeAcmOptions = {}) {
  const { emulator } = await acmSession({ sigv4: 'check', accessKeys: [KEY], ...options });
  return {
    emulator,
    list: (wish: ClientWish) => acmClient(emulator, wish).send(new ListCertificatesCommand({})),
    sts: (wish: ClientWish) => new STSClient(clientConfig(emulator, wish)),
    raw: (headers: Record<string, string>) =>
      fetch(emulator.url, {
        method: 'POST',
        headers: { 'x-amz-target': 'CertificateManager.ListCertificates', ...headers },
        body: '{}',
      }).then(async (answer) => ({ status: answer.status, body: await answer.json() })),
  };
}

describe('signatures, when they are checked', () => {
  it('are accepted from the known key', async () => {
    const { list } = await checked();
    await list(KEY);
  });

  it('are refused when made with another secret', async () => {
    const { list } = await checked();
    expect(await refusal(list({ ...KEY, secretAccessKey: 'another' }))).toMatchObject({
      name: 'InvalidSignatureException',
      status: 400,
      message: expect.stringContaining('The request signature we calculated does not match'),
    });
  });

  it('are refused from a key that is not known', async () => {
    const { list } = await checked();
    expect(await refusal(list({ ...KEY, accessKeyId: 'AKIAUNKNOWN' }))).toEqual({
      name: 'UnrecognizedClientException',
      status: 400,
      message: 'The security token included in the request is invalid.',
    });
  });

  it('are missed', async () => {
    const { raw } = await checked();
    expect(await raw({})).toMatchObject({
      status: 400,
      body: { __type: 'MissingAuthenticationTokenException' },
    });
  });

  it('are refused when incomplete', async () => {
    const { raw } = await checked();
    expect(await raw({ authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/x' })).toMatchObject({
      status: 400,
      body: { __type: 'IncompleteSignatureException' },
    });
  });

  it('are refused five minutes later', async () => {
    const { list } = await checked({ clock: manualClock(Date.now() + 6 * 60_000) });
    expect(await refusal(list(KEY))).toMatchObject({ name: 'InvalidSignatureException' });
  });

  it('have the names of the Query protocol in STS', async () => {
    const { sts } = await checked();
    const wrong = sts({ ...KEY, secretAccessKey: 'another' });
    expect(await refusal(wrong.send(new GetCallerIdentityCommand({})))).toMatchObject({
      name: 'SignatureDoesNotMatch',
      status: 403,
    });
    const unknown = sts({ ...KEY, accessKeyId: 'AKIAUNKNOWN' });
    expect(await refusal(unknown.send(new GetCallerIdentityCommand({})))).toMatchObject({
      name: 'InvalidClientTokenId',
      status: 403,
    });
  });

  /** A session that was opened some time ago; the SDK signs with the real time, so the clock goes back. */
  async function session(openedAgo: number) {
    const clock = manualClock(Date.now() - openedAgo);
    const { emulator, list, sts } = await checked({ clock, roles: [{ arn: ROLE }], sigv4: 'off' });
    const command = new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'test', DurationSeconds: 900 });
    const { Credentials } = await sts(KEY).send(command);
    clock.set(Date.now());
    emulator.settings.sigv4 = 'check';
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    return { list, credentials };
  }

  it('of a role session are accepted with its token, and only with it', async () => {
    const { list, credentials } = await session(0);
    await list(credentials);
    expect(await refusal(list({ ...credentials, sessionToken: 'another' }))).toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it('of a role session are refused once it has expired', async () => {
    const { list, credentials } = await session(901_000);
    expect(await refusal(list(credentials))).toEqual({
      name: 'ExpiredTokenException',
      status: 400,
      message: 'The security token included in the request is expired',
    });
  });
});

describe('signatures, when they are not checked', () => {
  it('still tell the region and the principal', async () => {
    const { emulator } = await acmSession({ accessKeys: [{ ...KEY, principal: 'arn:aws:iam::1:user/me' }] });
    const client = acmClient(emulator, { ...KEY, secretAccessKey: 'whatever', region: 'ap-south-1' });
    await client.send(new ListCertificatesCommand({}));
    expect(emulator.requests.all()).toMatchObject([
      { region: 'ap-south-1', principal: 'arn:aws:iam::1:user/me', accessKeyId: KEY.accessKeyId },
    ]);
  });
});
