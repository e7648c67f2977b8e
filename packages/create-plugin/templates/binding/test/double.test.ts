import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Double, startDouble } from '../src/conformance/double.js';

// What proves a plugin must be able to say no. Yours: one test for each rule of the service.

const TOKEN = 'token-of-the-test';

let double: Double;

beforeAll(async () => {
  double = await startDouble(TOKEN, (reference) => reference === 'known');
});
beforeEach(() => {
  double.clear();
  double.put('web', 'before');
});
afterAll(() => double.close());

async function point(gateway: string, body: object, token = TOKEN): Promise<string> {
  const answer = await fetch(`${double.url}/v1/gateways/${gateway}/certificate`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.ok) return 'taken';
  const said: unknown = Reflect.get(Object(await answer.json()), 'error');
  return String(Reflect.get(Object(said), 'code'));
}

it('points a gateway at a certificate that is known', async () => {
  expect(await point('web', { certificate: 'known' })).toBe('taken');
  expect(double.gateway('web')).toMatchObject({ certificate: 'known' });
});

it('refuses a certificate that nobody knows, and leaves the gateway as it is', async () => {
  expect(await point('web', { certificate: 'unknown' })).toBe('CertificateNotFound');
  expect(double.gateway('web')).toMatchObject({ certificate: 'before' });
});

it('refuses a gateway that does not exist, and one that ends no TLS', async () => {
  double.put('plain', 'before', 'tcp');
  expect(await point('nowhere', { certificate: 'known' })).toBe('GatewayNotFound');
  expect(await point('plain', { certificate: 'known' })).toBe('InvalidRequest');
});

it('refuses a caller that it does not know, and fields that it does not know', async () => {
  expect(await point('web', {}, 'another token')).toBe('Unauthenticated');
  expect(await point('web', { certificate: 'known', colour: 'red' })).toBe('InvalidRequest');
});
