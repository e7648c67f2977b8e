import { expect, it } from 'vitest';
import { AcmeCloudError } from '../src/acme-cloud-api.js';
import { classify } from '../src/classify.js';

const of = (status: number, code?: string) =>
  classify(new AcmeCloudError(status, code, 'as the service says it', 'r-1', undefined));

it.each([
  [404, 'CertificateNotFound', 'absent'],
  [403, 'Forbidden', 'refused'],
  [429, 'TooManyRequests', 'throttled'],
  [409, 'OperationInProgress', 'conflict'],
  [400, 'ACodeThatIsNew', 'refused'],
  [503, 'ServiceUnavailable', 'broken'],
])('sorts %i %s as %s', (status, code, expected) => {
  expect(of(status, code).class).toBe(expected);
});

it('takes a 404 that is not the answer of the service for broken, and never for absent', () => {
  expect(of(404).class).toBe('broken');
});

it('tells a missing permission from a request that is wrong', () => {
  expect(of(403, 'Forbidden').permission).toBe(true);
  expect(of(400, 'InvalidRequest').permission).toBeUndefined();
});

it('gives a lost connection the code of Node', () => {
  expect(classify(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))).toMatchObject({
    class: 'broken',
    code: 'ECONNRESET',
  });
});
