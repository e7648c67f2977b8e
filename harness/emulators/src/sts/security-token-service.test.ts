import { ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import {
  acmClient,
  acmSession,
  clientConfig,
  imported,
  leaf,
  refusal,
} from '../../test-support/acm-session.js';

const ROLE = 'arn:aws:iam::222233334444:role/path/deployer';

async function world() {
  const { emulator } = await acmSession({
    roles: [
      { arn: ROLE, externalId: 'shared-secret' },
      { arn: `${ROLE}-pod`, webIdentityToken: 'header.payload.signature' },
    ],
  });
  return { emulator, sts: new STSClient(clientConfig(emulator)) };
}

describe('GetCallerIdentity', () => {
  it('names account and principal', async () => {
    const { sts } = await world();
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/AKIAEMULATOREXAMPLE1',
    });
  });
});

describe('AssumeRole', () => {
  it('gives credentials that act in the account of the role', async () => {
    const { sts, emulator } = await world();
    const command = new AssumeRoleCommand({
      RoleArn: ROLE,
      RoleSessionName: 'me',
      ExternalId: 'shared-secret',
    });
    const { Credentials, AssumedRoleUser } = await sts.send(command);
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::222233334444:assumed-role/deployer/me');
    expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now());
    const acm = acmClient(emulator, {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    });
    expect(await imported(acm, { made: await leaf() })).toContain(':222233334444:');
    expect(emulator.state.certificates()[0]?.imports[0]?.principal).toBe(AssumedRoleUser?.Arn);
  });

  it.each([
    ['without the external id', ROLE, undefined],
    ['with another external id', ROLE, 'guess'],
    ['of a role that is not there', 'arn:aws:iam::222233334444:role/nobody', undefined],
  ])('is refused %s', async (_how, RoleArn, ExternalId) => {
    const { sts } = await world();
    const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', ExternalId });
    expect(await refusal(sts.send(command))).toEqual({
      name: 'AccessDenied',
      status: 403,
      message: `User: arn:aws:iam::123456789012:user/AKIAEMULATOREXAMPLE1 is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    });
  });

  it('is refused to a key whose policy does not allow it', async () => {
    const { sts, emulator } = await world();
    emulator.addAccessKey({
      accessKeyId: 'AKIAEMULATOREXAMPLE1',
      secretAccessKey: 'secret',
      allow: { Statement: { Effect: 'Allow', Action: 'acm:*', Resource: '*' } },
    });
    const command = new AssumeRoleCommand({
      RoleArn: ROLE,
      RoleSessionName: 'me',
      ExternalId: 'shared-secret',
    });
    expect((await refusal(sts.send(command))).name).toBe('AccessDenied');
    await sts.send(new GetCallerIdentityCommand({}));
  });

  it('refuses a session shorter than 15 minutes', async () => {
    const { sts } = await world();
    const command = new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'me', DurationSeconds: 60 });
    expect(await refusal(sts.send(command))).toMatchObject({ name: 'ValidationError', status: 400 });
  });
});

describe('AssumeRoleWithWebIdentity', () => {
  const command = (WebIdentityToken: string, RoleArn = `${ROLE}-pod`) =>
    new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'pod', WebIdentityToken });

  it('takes the token of the role, unsigned', async () => {
    const { sts, emulator } = await world();
    emulator.settings.sigv4 = 'check';
    const { Credentials } = await sts.send(command('header.payload.signature\n'));
    const acm = acmClient(emulator, {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    });
    await acm.send(new ListCertificatesCommand({}));
  });

  it('refuses another token', async () => {
    const { sts } = await world();
    expect(await refusal(sts.send(command('other.payload.signature')))).toMatchObject({
      name: 'InvalidIdentityTokenException',
      status: 400,
    });
  });

  it('refuses a role that trusts no web identity', async () => {
    const { sts } = await world();
    expect(await refusal(sts.send(command('header.payload.signature', ROLE)))).toMatchObject({
      name: 'AccessDenied',
      status: 403,
    });
  });
});

describe('the Query protocol', () => {
  it('refuses an action that is not emulated', async () => {
    const { sts } = await world();
    expect(await refusal(sts.send(new GetSessionTokenCommand({})))).toMatchObject({
      name: 'InvalidAction',
      status: 400,
    });
  });
});
