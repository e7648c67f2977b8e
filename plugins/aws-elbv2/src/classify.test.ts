import { describe, expect, it } from 'vitest';
import { classify } from './classify.js';

const thrown = (name: string, fields: object = {}) =>
  Object.assign(new Error(`${name} happened`), { name, $metadata: { httpStatusCode: 400 }, ...fields });

describe('classify', () => {
  it.each([
    ['Throttling', 'throttled'],
    ['ThrottlingException', 'throttled'],
    ['CertificateNotFound', 'absent'],
    ['CertificateNotFoundException', 'absent'],
    ['ListenerNotFound', 'absent'],
    ['ListenerNotFoundException', 'absent'],
    ['LoadBalancerNotFoundException', 'absent'],
    ['TooManyCertificates', 'refused'],
    ['TooManyCertificatesException', 'refused'],
    ['UnsupportedCertificate', 'refused'],
    ['InvalidConfigurationRequestException', 'refused'],
    ['OperationNotPermitted', 'refused'],
    ['OperationNotPermittedException', 'refused'],
    ['SSLPolicyNotFoundException', 'refused'],
    ['ValidationError', 'refused'],
    ['ExpiredToken', 'refused'],
    ['InvalidClientTokenId', 'refused'],
    ['SignatureDoesNotMatch', 'refused'],
    ['CredentialsProviderError', 'refused'],
    ['HandshakeFailed', 'absent'],
  ])('sorts %s as %s, by its name', (name, expected) => {
    expect(classify(thrown(name))).toEqual({
      class: expected,
      code: name,
      message: `${name} happened`,
      status: 400,
    });
  });

  it.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'])(
    'says that %s is a missing permission',
    (name) => expect(classify(thrown(name))).toMatchObject({ class: 'refused', permission: true }),
  );

  it('knows throttling by its words where the name says nothing', () => {
    expect(classify(thrown('Unknown', { message: 'Rate exceeded' }))).toMatchObject({ class: 'throttled' });
  });

  it.each([
    [thrown('Unknown', { $metadata: { httpStatusCode: 500 } }), 'Unknown'],
    [thrown('ServiceUnavailable', { $metadata: { httpStatusCode: 503 } }), 'ServiceUnavailable'],
    [thrown('Error', { code: 'ECONNRESET' }), 'ECONNRESET'],
    [thrown('AnswerIncomplete', { $metadata: {} }), 'AnswerIncomplete'],
  ])('takes %s for no usable answer', (error, code) => {
    expect(classify(error)).toMatchObject({ class: 'broken', code });
  });

  it.each([undefined, null, 'text', {}, thrown('constructor'), thrown('toString')])(
    'sorts %s without taking a name for what it is not',
    (error) => expect(['broken', 'refused']).toContain(classify(error).class),
  );
});
