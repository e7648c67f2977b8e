import { ListTagsForCertificateCommand } from '@aws-sdk/client-acm';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallDouble } from './call-double.fixture.js';
import { type AcmConfig, acmConfig } from './config.js';
import { mocks, openMocked, serviceError } from './mocked-store.fixture.js';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
const ROLE = 'arn:aws:iam::123456789012:role/certctl';

const config = (fields: Partial<AcmConfig> = {}) => acmConfig.parse({ region: 'us-east-1', ...fields });

function roleGives(lifetimeMs: number) {
  mocks.sts.on(AssumeRoleCommand).callsFake(() => ({
    Credentials: {
      AccessKeyId: 'ASIA',
      SecretAccessKey: 's',
      SessionToken: 't',
      Expiration: new Date(Date.now() + lifetimeMs),
    },
  }));
}

beforeEach(() => {
  mocks.sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012' });
  mocks.acm.on(ListTagsForCertificateCommand).resolves({ Tags: [] });
});
afterEach(() => {
  mocks.reset();
  vi.useRealTimers();
});

describe('resolve', () => {
  it('names a fresh certificate by account, region and target', async () => {
    const place = await (await openMocked()).resolve({ config: config(), targetId: 'web' }, new CallDouble());
    expect(place).toEqual({ address: '123456789012/us-east-1/web', scope: '123456789012/us-east-1' });
  });

  it.each([
    [{ certificate_arn: ARN }, undefined],
    [{ certificate_arn: ARN }, 'arn:aws:acm:us-east-1:123456789012:certificate/2'],
    [{ certificate_arn: '' }, ARN],
    [{}, ARN],
  ])('goes by the ARN of %j with %s recorded', async (fields, recorded) => {
    const input = {
      config: config(fields),
      targetId: 'web',
      ...(recorded ? { recordedReference: recorded } : {}),
    };
    const place = await (await openMocked()).resolve(input, new CallDouble());
    expect(place).toEqual({ address: ARN, reference: ARN, scope: '123456789012/us-east-1' });
  });

  it('refuses an ARN of another account and says which role is wanted', async () => {
    mocks.sts.on(GetCallerIdentityCommand).resolves({ Account: '999999999999' });
    const resolving = (await openMocked()).resolve(
      { config: config({ certificate_arn: ARN }), targetId: 'web' },
      new CallDouble(),
    );
    await expect(resolving).rejects.toMatchObject({
      code: 'address_mismatch',
      message: `The certificate ${ARN} belongs to account 123456789012, the credentials to account 999999999999.`,
      remedy: expect.stringContaining('arn:aws:iam::123456789012:role/'),
    });
  });

  it('refuses a recorded ARN of a region that the target has left', async () => {
    const resolving = (await openMocked()).resolve(
      { config: config({ region: 'eu-west-1' }), targetId: 'web', recordedReference: ARN },
      new CallDouble(),
    );
    await expect(resolving).rejects.toMatchObject({ code: 'address_mismatch' });
  });

  it.each(['AccessDenied', 'TimeoutError'])(
    'goes on after %s from STS where an ARN is pinned, and only there',
    async (name) => {
      mocks.sts.on(GetCallerIdentityCommand).rejects(serviceError(name));
      const store = await openMocked();
      const pinned = await store.resolve(
        { config: config({ certificate_arn: ARN }), targetId: 'w' },
        new CallDouble(),
      );
      expect(pinned.scope).toBe('123456789012/us-east-1');
      const fresh = store.resolve({ config: config(), targetId: 'w' }, new CallDouble());
      await expect(fresh).rejects.toMatchObject({ failure: { code: name } });
    },
  );

  it('asks STS once for the life of the instance, but again after a failure', async () => {
    const store = await openMocked();
    mocks.sts
      .on(GetCallerIdentityCommand)
      .rejectsOnce(serviceError('Throttling'))
      .resolves({ Account: '123456789012' });
    const call = new CallDouble();
    const input = { config: config(), targetId: 'web' };
    await expect(store.resolve(input, call)).rejects.toMatchObject({ code: 'service_throttled' });
    await store.resolve(input, call);
    await store.resolve(input, call);
    expect(call.operations).toEqual(['sts:GetCallerIdentity', 'sts:GetCallerIdentity']);
  });
});

describe('a role', () => {
  it('is assumed through the call, once, before anything else', async () => {
    roleGives(3_600_000);
    const store = await openMocked({ role_arn: ROLE, external_id: 'from-us' });
    const call = new CallDouble();
    await Promise.all([
      store.readTags(placeAt(ARN), 'latest', call),
      store.readTags(placeAt(ARN), 'latest', call),
    ]);
    await store.readTags(placeAt(ARN), 'latest', new CallDouble());
    expect(call.operations).toEqual([
      'sts:AssumeRole',
      'acm:ListTagsForCertificate',
      'acm:ListTagsForCertificate',
    ]);
    const [assumed, ...more] = mocks.sts.commandCalls(AssumeRoleCommand);
    expect(more).toEqual([]);
    expect(assumed?.args[0].input).toEqual({
      RoleArn: ROLE,
      ExternalId: 'from-us',
      RoleSessionName: expect.stringMatching(/^certctl-[\w+=,.@-]{1,56}$/),
    });
  });

  it('is assumed again before its credentials expire', async () => {
    roleGives(6 * 60_000);
    const store = await openMocked({ role_arn: ROLE });
    const call = new CallDouble();
    await store.readTags(placeAt(ARN), 'latest', call);
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    await store.readTags(placeAt(ARN), 'latest', call);
    expect(call.operations.filter((operation) => operation === 'sts:AssumeRole')).toHaveLength(2);
  });

  it('that is refused stops the deploy even where an ARN is pinned', async () => {
    mocks.sts.on(AssumeRoleCommand).rejects(serviceError('AccessDenied'));
    const store = await openMocked({ role_arn: ROLE });
    const call = new CallDouble();
    const resolving = store.resolve({ config: config({ certificate_arn: ARN }), targetId: 'web' }, call);
    await expect(resolving).rejects.toMatchObject({
      operation: 'sts:AssumeRole',
      failure: { permission: true },
    });
    expect(call.operations).toEqual(['sts:AssumeRole']);
  });
});

function placeAt(arn: string) {
  return { address: arn, reference: arn, scope: '123456789012/us-east-1' };
}
