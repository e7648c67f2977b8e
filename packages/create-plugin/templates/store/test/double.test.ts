import { type IssuedLeaf, issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Double, startDouble } from '../src/conformance/double.js';

// What proves a plugin must be able to say no. Yours: one test for each rule of the service.

const TOKEN = 'token-of-the-test';
const YEAR = { notBefore: Date.now() - 86_400_000, notAfter: Date.now() + 365 * 86_400_000 };

let double: Double;
let leaf: IssuedLeaf;
let other: IssuedLeaf;

beforeAll(async () => {
  double = await startDouble(TOKEN);
  const authority = await issueAuthority({ name: 'test authority', ...YEAR });
  leaf = await issueLeaf(authority, { names: ['www.example.com'], ...YEAR });
  other = await issueLeaf(authority, { names: ['www.example.com'], ...YEAR });
});
beforeEach(() => double.clear());
afterAll(() => double.close());

async function put(body: object, token = TOKEN): Promise<string> {
  const answer = await fetch(`${double.url}/v1/certificates/web`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said: unknown = Reflect.get(Object(await answer.json()), 'error');
  return String(Reflect.get(Object(said), 'code') ?? 'taken');
}

const right = () => ({ certificate: leaf.certificatePem, chain: [], key: leaf.privateKeyPem, labels: {} });

it('takes a certificate with its key', async () => {
  expect(await put(right())).toBe('taken');
  expect(double.everything()).toMatchObject([{ name: 'web', version: 1 }]);
});

it('refuses the key of another certificate', async () => {
  expect(await put({ ...right(), key: other.privateKeyPem })).toBe('KeyMismatch');
});

it('refuses a chain that did not issue the certificate', async () => {
  expect(await put({ ...right(), chain: [other.certificatePem] })).toBe('InvalidCertificate');
});

it('refuses a caller that it does not know, before it looks at anything', async () => {
  expect(await put({}, 'another token')).toBe('Unauthenticated');
});

it('refuses what it does not know, and labels that are reserved', async () => {
  expect(await put({ ...right(), colour: 'red' })).toBe('InvalidRequest');
  expect(await put({ ...right(), labels: { 'system:owner': 'me' } })).toBe('InvalidRequest');
});

it('refuses one certificate too many', async () => {
  const pems = { certificate: leaf.certificatePem, chain: [], key: leaf.privateKeyPem };
  for (let count = 0; count < 50; count++) double.put(`other-${count}`, pems);
  expect(await put(right())).toBe('QuotaExceeded');
});
