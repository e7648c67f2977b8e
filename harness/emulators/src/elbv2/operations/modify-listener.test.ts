import { DescribeCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  CertificateNotFoundException,
  ListenerNotFoundException,
  ModifyListenerCommand,
  type ModifyListenerCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../../test-support/acm-session.js';
import { elbv2Client, elbv2Session, movesOf } from '../../../test-support/elbv2-session.js';
import { manualClock } from '../../server/clock.js';

type Session = Awaited<ReturnType<typeof elbv2Session>>;

async function refused(session: Session, input: Partial<ModifyListenerCommandInput>) {
  const before = JSON.stringify(session.elbv2.state);
  const sent = session.client.send(new ModifyListenerCommand({ ListenerArn: session.listener, ...input }));
  const { name, status, message } = await refusal(sent);
  expect(JSON.stringify(session.elbv2.state)).toBe(before);
  return [session.elbv2.requests.all().at(-1)?.rule, name, status, message];
}

const only = (CertificateArn: string) => ({ Certificates: [{ CertificateArn }] });

describe('ModifyListener', () => {
  it('points the listener at another default, and leaves all else', async () => {
    const session = await elbv2Session();
    const { elbv2, held, listener, loadBalancer, another, modify, describe, listed, add } = session;
    const [next, extra] = [await another(), await another()];
    await add(extra);
    const { Listeners } = await modify(next);
    const expected = {
      ListenerArn: listener,
      LoadBalancerArn: loadBalancer,
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-2016-08',
      // Neither answer says which is the default: there is only that one.
      Certificates: [{ CertificateArn: next }],
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
    };
    expect(Listeners).toEqual([expected]);
    expect(await describe()).toEqual(expected);
    expect(await listed()).toEqual([
      [next, true],
      [extra, false],
    ]);
    expect(elbv2.state.listener(listener)?.changes.map((change) => change.defaultCertificate)).toEqual([
      held,
      held,
      next,
    ]);
    expect(elbv2.requests.of('ModifyListener')).toMatchObject([
      { service: 'elasticloadbalancing', region: 'eu-west-1', resource: listener, status: 200 },
    ]);
  });

  it('tells ACM which load balancer uses a certificate, and which no longer does', async () => {
    const { acm, emulator, loadBalancer, held, another, modify } = await elbv2Session();
    const next = await another();
    const inUseBy = async (CertificateArn: string) =>
      (await acm.send(new DescribeCertificateCommand({ CertificateArn }))).Certificate?.InUseBy;
    expect([await inUseBy(held), await inUseBy(next)]).toEqual([[loadBalancer], []]);
    await modify(next);
    expect([await inUseBy(held), await inUseBy(next)]).toEqual([[], [loadBalancer]]);
    const every = { Includes: { keyTypes: ['EC_prime256v1' as const] } };
    const { CertificateSummaryList } = await acm.send(new ListCertificatesCommand(every));
    expect(CertificateSummaryList?.map(({ InUse }) => InUse)).toEqual([false, true]);
    expect(emulator.state.certificate(next)?.inUseBy).toEqual([loadBalancer]);
  });

  it('takes exactly one certificate, which is not marked', async () => {
    const session = await elbv2Session();
    const [one, two] = [await session.another(), await session.another()];
    const Certificates = [{ CertificateArn: one }, { CertificateArn: two }];
    expect(await refused(session, { Certificates })).toEqual([
      'elbv2/one-default',
      'TooManyCertificatesException',
      400,
      "Up to '1' certificate ARNs can be specified, but '2' were specified",
    ]);
    for (const IsDefault of [true, false])
      expect(await refused(session, { Certificates: [{ CertificateArn: one, IsDefault }] })).toEqual([
        'elbv2/is-default',
        'ValidationError',
        400,
        'You cannot set the isDefault parameter for a certificate.',
      ]);
    expect(await refused(session, { Certificates: [] })).toEqual([
      'elbv2/certificate-required',
      'ValidationError',
      400,
      'A certificate must be specified for HTTPS listeners',
    ]);
  });

  it('finds a certificate that is in ACM, in this account and region', async () => {
    const session = await elbv2Session();
    const { held, seeded, made, emulator, client } = session;
    const missing = held.replace(/[^/]*$/, '00000000-0000-4000-8000-000000000000');
    expect(await refused(session, only(missing))).toEqual([
      'elbv2/certificate-found',
      'CertificateNotFoundException',
      400,
      `Certificate '${missing}' not found`,
    ]);
    const thrown = await session.modify(missing).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(CertificateNotFoundException);
    const ofIam = 'arn:aws:iam::123456789012:server-certificate/site';
    expect((await refused(session, only(ofIam)))[0]).toBe('elbv2/certificate-found');

    const pem = { certificate: made.certificatePem, privateKey: made.privateKeyPem };
    const elsewhere = emulator.seed({ ...pem, region: 'us-east-1' });
    for (const arn of [elsewhere, 'arn:aws:acm:eu-west-1:certificate', held.replace(':acm:', ':s3:')])
      expect(await refused(session, only(arn))).toEqual([
        'elbv2/certificate-arn',
        'ValidationError',
        400,
        `Certificate ARN '${arn}' is not valid`,
      ]);
    const others = emulator.seed({ ...pem, account: '222222222222' });
    expect((await refused(session, only(others)))[0]).toBe('elbv2/certificate-account');
    await client.send(new ModifyListenerCommand({ ListenerArn: session.listener, ...only(seeded(made)) }));
  });

  it('does not find a new certificate for some look-ups, or for a while', async () => {
    const clock = manualClock();
    const session = await elbv2Session({ acm: { clock }, elb: { lateCertificates: { reads: 2 } } });
    const { another, modify, elbv2 } = session;
    const first = await another();
    for (const _ of [1, 2]) expect((await refusal(modify(first))).name).toBe('CertificateNotFoundException');
    await modify(first);
    elbv2.settings.lateCertificates = { ms: 3_000 };
    const second = await another();
    expect((await refused(session, only(second)))[0]).toBe('elbv2/certificate-found');
    clock.advance(3_000);
    await modify(second);
  });

  it.each([
    ['application', 'RSA_4096', true],
    ['application', 'EC_secp521r1', true],
    ['network', 'RSA_3072', true],
    ['network', 'EC_secp384r1', true],
    ['network', 'RSA_4096', false],
  ] as const)(
    'of a load balancer of type %s: %s, %s',
    { timeout: 60_000 },
    async (type, algorithm, taken) => {
      const session = await elbv2Session({ loadBalancer: { type } });
      const arn = await session.another({ algorithm });
      if (taken) {
        await session.modify(arn);
        return;
      }
      expect(await refused(session, only(arn))).toEqual([
        'elbv2/supported-certificate',
        'UnsupportedCertificate',
        400,
        `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
      ]);
      session.elbv2.settings.unsupportedKeys = 'accept';
      await session.modify(arn);
      expect(session.elbv2.serves(session.listener)).toBeUndefined();
    },
  );

  it('wants a fully qualified name in the certificate', async () => {
    const session = await elbv2Session();
    const arn = await session.another({ names: ['192.0.2.1'] });
    expect((await refused(session, only(arn)))[0]).toBe('elbv2/supported-certificate');
  });

  it('refuses an expired certificate, unless it is told to take it', async () => {
    const session = await elbv2Session();
    const day = 86_400_000;
    const arn = await session.another({ notBefore: Date.now() - 9 * day, notAfter: Date.now() - day });
    expect(await refused(session, only(arn))).toEqual([
      'elbv2/expired-certificate',
      'ValidationError',
      400,
      `Certificate ARN '${arn}' is not valid`,
    ]);
    session.elbv2.settings.expiredCertificates = 'accept';
    await session.modify(arn);
  });

  it('knows the listeners of its account and region', async () => {
    const session = await elbv2Session();
    const { listener, held, client, elbv2 } = session;
    const missing = listener.replace(/[^/]*$/, '0123456789abcdef');
    const sent = () => movesOf(client, missing).modify(held);
    expect(await refusal(sent())).toMatchObject({
      name: 'ListenerNotFoundException',
      message: 'One or more listeners not found',
    });
    expect(await sent().catch((error: unknown) => error)).toBeInstanceOf(ListenerNotFoundException);
    expect(elbv2.requests.all().at(-1)?.rule).toBe('elbv2/listener-found');
    for (const ListenerArn of [session.loadBalancer, listener.replace('123456789012', '222222222222')])
      expect(await refused(session, { ListenerArn })).toEqual([
        'elbv2/listener-arn',
        'ValidationError',
        400,
        `'${ListenerArn}' is not a valid listener ARN`,
      ]);
    const elsewhere = movesOf(elbv2Client(elbv2, { region: 'us-east-1' }), listener);
    expect((await refusal(elsewhere.modify(held))).message).toMatch(/is not a valid listener ARN/);
  });

  it('keeps the rules of protocol and policy', async () => {
    const session = await elbv2Session();
    const { client, listener, elbv2, loadBalancer, held, another } = session;
    expect(await refused(session, { Protocol: 'TLS' })).toEqual([
      'elbv2/protocol',
      'ValidationError',
      400,
      "Listener protocol 'TLS' must be one of 'HTTP, HTTPS'",
    ]);
    expect(await refused(session, { SslPolicy: 'ELBSecurityPolicy-Best' })).toEqual([
      'elbv2/policy-found',
      'SSLPolicyNotFoundException',
      400,
      "SSL policy 'ELBSecurityPolicy-Best' not found",
    ]);
    expect(await refused(session, { Protocol: 'HTTP', ...only(held) })).toEqual([
      'elbv2/certificates-of-tls-only',
      'ValidationError',
      400,
      'A certificate cannot be specified for HTTP listeners',
    ]);
    const SslPolicy = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
    expect((await refused(session, { Protocol: 'HTTP', SslPolicy }))[0]).toBe('elbv2/policy-of-tls-only');
    const modify = (input: object) =>
      client.send(new ModifyListenerCommand({ ListenerArn: listener, ...input }));
    await modify({ SslPolicy });
    expect(elbv2.state.listener(listener)).toMatchObject({ sslPolicy: SslPolicy, defaultCertificate: held });
    await modify({ Protocol: 'HTTP' });
    expect(elbv2.state.listener(listener)).toMatchObject({
      sslPolicy: undefined,
      defaultCertificate: undefined,
      certificates: [],
    });
    expect((await refused(session, { Protocol: 'HTTPS' }))[0]).toBe('elbv2/certificate-required');
    expect(await refused(session, { Protocol: 'HTTPS', ...only(held) })).toEqual([
      'elbv2/policy-required',
      'ValidationError',
      400,
      'An SSL policy must be specified for HTTPS listeners',
    ]);
    await modify({ Protocol: 'HTTPS', SslPolicy, ...only(held) });
    elbv2.seedListener({ loadBalancer, port: 8443, certificate: await another() });
    expect((await refused(session, { Port: 8443 }))[0]).toBe('elbv2/duplicate-listener');
    expect((await refused(session, { Port: 70_000 }))[3]).toMatch(/'port'.*less than or equal to 65535/);
  });

  it('needs a listener, and a marker that is one', async () => {
    const { elbv2 } = await elbv2Session();
    const post = async (body: string) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await fetch(elbv2.url, { method: 'POST', headers, body });
      return [answer.status, answer.headers.get('x-amzn-requestid')?.length, await answer.text()];
    };
    const [status, idLength, text] = await post('Action=ModifyListener&Version=2015-12-01');
    expect([status, idLength]).toEqual([400, 36]);
    expect(text).toMatch(
      /^<ErrorResponse xmlns="http:\/\/elasticloadbalancing\.amazonaws\.com\/doc\/2015-12-01\/"><Error><Type>Sender<\/Type><Code>ValidationError<\/Code><Message>1 validation error detected: Value null at &#39;listenerArn&#39; .*<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>$/,
    );
    const unknown = await post('Action=ModifyRule&Version=2015-12-01');
    expect(unknown[2]).toContain('<Code>InvalidAction</Code>');
    expect(elbv2.requests.all().at(-1)?.rule).toBe('elbv2/unknown-operation');
    expect((await post('Action=DescribeListeners&Version=2012-06-01'))[2]).toContain('InvalidAction');
  });
});
