import {
  ACMClient,
  DescribeCertificateCommand,
  ImportCertificateCommand,
  LimitExceededException,
  ThrottlingException,
} from '@aws-sdk/client-acm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it } from 'vitest';
import { classify } from './classify.js';

const acm = mockClient(ACMClient);
afterEach(() => acm.reset());

const metadata = { httpStatusCode: 400, requestId: 'b2f1' };

async function thrownBy(error: Error): Promise<unknown> {
  acm.on(DescribeCertificateCommand).rejects(error);
  const client = new ACMClient({ region: 'us-east-1' });
  return client.send(new DescribeCertificateCommand({ CertificateArn: 'arn' })).then(
    () => expect.unreachable(),
    (thrown: unknown) => thrown,
  );
}

function named(name: string, fields: object = {}): Error {
  return Object.assign(new Error(`${name} happened`), { name, ...fields });
}

describe('classify', () => {
  it.each([
    ['ThrottlingException', 'throttled'],
    ['Throttling', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['RequestLimitExceeded', 'throttled'],
    ['SlowDown', 'throttled'],
    ['LimitExceededException', 'refused'],
    ['ValidationException', 'refused'],
    ['InvalidArnException', 'refused'],
    ['InvalidParameterException', 'refused'],
    ['InvalidTagException', 'refused'],
    ['InvalidArgsException', 'refused'],
    ['TagPolicyException', 'refused'],
    ['TooManyTagsException', 'refused'],
    ['UnrecognizedClientException', 'refused'],
    ['InvalidClientTokenId', 'refused'],
    ['ExpiredToken', 'refused'],
    ['ExpiredTokenException', 'refused'],
    ['SignatureDoesNotMatch', 'refused'],
    ['UnknownOperationException', 'refused'],
    ['ResourceNotFoundException', 'absent'],
    ['ConflictException', 'conflict'],
    ['ResourceInUseException', 'conflict'],
    ['RequestInProgressException', 'conflict'],
    ['RequestTimeout', 'broken'],
  ])('sorts %s with HTTP 400 as %s, by its name', async (name, expected) => {
    const failure = classify(await thrownBy(named(name, { $metadata: metadata })));
    expect(failure).toEqual({
      class: expected,
      code: name,
      message: `${name} happened`,
      status: 400,
      requestId: 'b2f1',
    });
  });

  it.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'])(
    'says that %s is a missing permission',
    async (name) => {
      const failure = classify(await thrownBy(named(name, { $metadata: metadata })));
      expect(failure).toMatchObject({ class: 'refused', permission: true });
    },
  );

  it('does not take the quota of certificates for throttling, whatever the SDK says', () => {
    const limit = new LimitExceededException({ message: 'too many', $metadata: metadata });
    const rate = new ThrottlingException({ message: 'Rate exceeded', $metadata: metadata });
    expect([classify(limit).class, classify(rate).class]).toEqual(['refused', 'throttled']);
  });

  it('says that missing credentials were a refusal: nothing was sent', () => {
    const failure = classify(named('CredentialsProviderError', { tryNextLink: false }));
    expect(failure).toEqual({
      class: 'refused',
      code: 'CredentialsProviderError',
      message: 'CredentialsProviderError happened',
    });
  });

  it.each([
    [named('InternalFailure', { $metadata: { httpStatusCode: 500 } }), 'InternalFailure'],
    [named('ServiceUnavailable', { $metadata: { httpStatusCode: 503 } }), 'ServiceUnavailable'],
    [named('SyntaxError', { $metadata: { httpStatusCode: 403 } }), 'SyntaxError'],
    [named('Error', { code: 'ECONNRESET' }), 'ECONNRESET'],
    [named('TimeoutError', { code: 'ETIMEDOUT' }), 'ETIMEDOUT'],
    [named('TimeoutError'), 'TimeoutError'],
    [named('AbortError'), 'AbortError'],
    [named('AnswerIncomplete'), 'AnswerIncomplete'],
  ])('takes %s for no usable answer', (error, code) => {
    expect(classify(error)).toMatchObject({ class: 'broken', code });
  });

  it.each([undefined, null, 'text', 7, {}, Object.create(null)])('sorts %s without throwing', (thrown) => {
    expect(classify(thrown).class).toBe('broken');
  });

  it('reads how long the service asks to wait, in seconds or in milliseconds', () => {
    const after = (headers: Record<string, string>) =>
      classify(named('ThrottlingException', { $response: { headers } })).retryAfterMs;
    expect(after({ 'Retry-After': '3' })).toBe(3_000);
    expect(after({ 'x-amz-retry-after': '250' })).toBe(250);
    expect(after({ 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' })).toBeUndefined();
  });

  it('keeps nothing of the request, which holds the private key', async () => {
    const key = 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg';
    acm.on(ImportCertificateCommand).rejects(
      named('ValidationException', {
        $metadata: { ...metadata, request: key },
        $response: { headers: {}, body: key },
        input: { PrivateKey: key },
        cause: new Error(key),
      }),
    );
    const command = new ImportCertificateCommand({ Certificate: undefined, PrivateKey: undefined });
    const failure = await new ACMClient({ region: 'us-east-1' }).send(command).catch(classify);
    expect(JSON.stringify(failure)).not.toContain(key);
  });
});
