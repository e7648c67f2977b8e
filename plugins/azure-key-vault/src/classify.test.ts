import { describe, expect, it } from 'vitest';
import { classify } from './classify.js';

/** An error as the SDK throws it; `inner` as deep as the codes are many. */
function thrown(
  status: number,
  code: string | undefined,
  inner: readonly string[] = [],
  fields: object = {},
) {
  const innerError = inner.reduceRight<object | undefined>(
    (below, each) => ({ code: each, ...(below === undefined ? {} : { innerError: below }) }),
    undefined,
  );
  const details = code === undefined ? {} : { error: { code, message: `${code}!`, innerError } };
  return Object.assign(new Error(`${code}!`), {
    name: 'RestError',
    code,
    statusCode: status,
    details,
    ...fields,
  });
}

const headers = (of: Record<string, string>) => ({ response: { headers: new Map(Object.entries(of)) } });

describe('classify', () => {
  it.each([
    [400, 'BadParameter', [], 'refused'],
    [401, 'Unauthorized', [], 'refused'],
    [403, 'Forbidden', ['ForbiddenByRbac'], 'refused'],
    [403, 'Forbidden', ['ForbiddenByFirewall'], 'refused'],
    [404, 'CertificateNotFound', [], 'absent'],
    [404, 'SecretNotFound', [], 'absent'],
    [404, 'SomethingElseNotFound', [], 'absent'],
    [408, 'RequestTimeout', [], 'broken'],
    [409, 'Conflict', ['ObjectIsDeletedButRecoverable'], 'conflict'],
    [409, 'Conflict', ['ObjectIsBeingDeleted'], 'conflict'],
    [409, 'Conflict', ['ObjectIsBeingRecovered'], 'conflict'],
    [409, 'Conflict', [], 'conflict'],
    [429, 'Throttled', [], 'throttled'],
    [429, 'Forbidden', [], 'throttled'],
    [500, 'InternalError', [], 'broken'],
    [503, 'ServiceUnavailable', [], 'broken'],
  ])('sorts %i %s %j as %s', (status, code, inner, expected) => {
    const failure = classify(thrown(status, code, inner));
    expect(failure).toMatchObject({
      class: expected,
      code: inner.at(-1) ?? code,
      status,
      message: `${code}!`,
    });
  });

  it.each([
    ['ForbiddenByRbac', '', true],
    ['AccessDenied', '', true],
    ['ForbiddenByPolicy', '', true],
    ['ForbiddenByFirewall', '', undefined],
    ['ForbiddenByConnection', '', undefined],
    ['SecretDisabled', '', undefined],
    [undefined, 'The user does not have certificates get permission', true],
    [undefined, 'Client address is not authorized', undefined],
    [undefined, 'Public network access is disabled', undefined],
  ])('takes 403 %s "%s" for a missing permission: %s', (inner, message, expected) => {
    const error = thrown(403, 'Forbidden', inner === undefined ? [] : [inner]);
    const said = { ...error.details, error: { ...(error.details as { error: object }).error, message } };
    expect(classify(Object.assign(error, { details: said })).permission).toBe(expected);
  });

  it('reads the deepest inner code, in the spelling of the SDK and of the wire', () => {
    expect(classify(thrown(409, 'Conflict', ['Outer', 'ObjectIsBeingDeleted'])).code).toBe(
      'ObjectIsBeingDeleted',
    );
    const details = { error: { code: 'Conflict', innererror: { code: 'ObjectIsBeingDeleted' } } };
    expect(classify({ statusCode: 409, details })).toMatchObject({
      class: 'conflict',
      code: 'ObjectIsBeingDeleted',
    });
  });

  it.each([404, 403, 409, 200, 502])('takes %i without an error of Key Vault for no answer', (status) => {
    const failure = classify(thrown(status, undefined, [], { message: 'Unexpected status code' }));
    expect(failure.class).toBe('broken');
    expect(failure.permission).toBeUndefined();
  });

  it.each([
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'x-ms-retry-after-ms': '750' }, 750],
    [{ 'retry-after': '3' }, 3_000],
    [{ date: 'Tue, 24 Nov 2026 04:00:00 GMT', 'retry-after': 'Tue, 24 Nov 2026 04:00:07 GMT' }, 7_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('reads %j as %s', (given, expected) => {
    expect(classify(thrown(429, 'Throttled', [], headers(given))).retryAfterMs).toBe(expected);
  });

  it('takes an authority that cannot be looked up for broken, and an identity that is not there for refused', () => {
    const unavailable = (message: string) =>
      classify(Object.assign(new Error(message), { name: 'CredentialUnavailableError' })).class;
    expect(unavailable('endpoints_resolution_error: See https://aka.ms/msal.js.errors')).toBe('broken');
    expect(unavailable('EnvironmentCredential is unavailable.')).toBe('refused');
  });

  it('tells the id of the request', () => {
    expect(classify(thrown(500, 'x', [], headers({ 'x-ms-request-id': 'b2f1' }))).requestId).toBe('b2f1');
  });

  it.each([
    ['CredentialUnavailableError', undefined, 'nothing here', 'refused'],
    ['AggregateAuthenticationError', undefined, 'none of them', 'refused'],
    ['AuthenticationError', 401, 'invalid_client Status code: 401', 'refused'],
    ['AuthenticationError', 500, 'server_error', 'broken'],
    ['AuthenticationError', 429, 'slow down', 'throttled'],
    ['AuthenticationRequiredError', undefined, 'invalid_client: AADSTS7000215', 'refused'],
    ['AuthenticationRequiredError', undefined, 'network_error: Network request failed', 'broken'],
  ])('sorts %s (%s, "%s") of the identity as %s', (name, statusCode, message, expected) => {
    const failure = classify(Object.assign(new Error(message), { name, statusCode }));
    expect(failure).toMatchObject({ class: expected, code: name });
    expect(failure.permission).toBeUndefined();
  });

  it.each(['ECONNRESET', 'ETIMEDOUT', 'PROXY_REFUSED', 'CERT_HAS_EXPIRED'])('names %s', (code) => {
    const error = Object.assign(new Error('down'), { name: 'RestError', code });
    expect(classify(error)).toEqual({ class: 'broken', code, message: 'down' });
  });

  it('never repeats a body, nor the advice to switch a check off', () => {
    const page = Object.assign(
      new Error('Error "x" occurred while parsing the response body - <html>key</html>.'),
      {
        name: 'RestError',
        code: 'PARSE_ERROR',
        statusCode: 200,
      },
    );
    expect(classify(page)).toEqual({
      class: 'broken',
      code: 'PARSE_ERROR',
      status: 200,
      message: 'The answer (HTTP 200) is not one of Key Vault.',
    });
    const challenge = new Error(
      "The challenge resource 'evil.example' does not match the requested domain. Set disableChallengeResourceVerification to true",
    );
    expect(classify(challenge)).toMatchObject({ class: 'refused', code: 'ChallengeRefused' });
    expect(classify(challenge).message).not.toMatch(/disable/);
  });

  it('shows of a managed identity what it was refused for, and not what its answer left out', () => {
    const none = 'Not Available';
    const message = `ManagedIdentityCredential: Authentication failed. Message : Error(s): ${none} - Timestamp: ${none} - Description: The identity is unknown. - Correlation ID: ${none} - Trace ID: ${none}`;
    const error = Object.assign(new Error(message), { name: 'CredentialUnavailableError' });
    expect(classify(error)).toMatchObject({ class: 'refused', message: 'The identity is unknown.' });
  });

  it.each([undefined, null, 'text', 0, {}, [], { details: 1 }, { details: { error: { code: 7 } } }])(
    'takes %j for broken',
    (value) => expect(classify(value)).toMatchObject({ class: 'broken' }),
  );
});
