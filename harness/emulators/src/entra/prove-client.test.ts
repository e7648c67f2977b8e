import { createHash, createSign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../server/service-error.js';
import { makeCertificate } from '../x509/make-certificate.js';
import { Directory } from './directory.js';
import { proveClient } from './prove-client.js';

const CLIENT = 'aaaaaaaa-0000-4000-8000-000000000001';
const ENDPOINT = 'https://127.0.0.1/tenant/oauth2/v2.0/token';
const NOW = Date.now();

const made = await makeCertificate({ algorithm: 'RSA_2048' });
const other = await makeCertificate({ algorithm: 'RSA_2048' });

const directory = new Directory();
directory.addApplication({ clientId: CLIENT, secrets: ['s'], certificates: [made.certificatePem] });

const thumbprint = createHash('sha256').update(made.parsed.der).digest('base64url');

interface Wish {
  readonly header?: object;
  readonly claims?: object;
  readonly key?: KeyObject;
}

function assertion({ header, claims, key = made.privateKey }: Wish): string {
  const seconds = Math.floor(NOW / 1000);
  const parts = [
    { alg: 'RS256', 'x5t#S256': thumbprint, ...header },
    { iss: CLIENT, sub: CLIENT, aud: ENDPOINT, nbf: seconds, exp: seconds + 600, ...claims },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return [...parts, createSign('sha256').update(parts.join('.')).sign(key, 'base64url')].join('.');
}

/** The message of the refusal; undefined when the client was believed. */
function refused(form: Readonly<Record<string, string>>): string | undefined {
  try {
    const context = { directory, tokenEndpoint: ENDPOINT, now: NOW };
    expect(proveClient(new URLSearchParams({ client_id: CLIENT, ...form }), context).clientId).toBe(CLIENT);
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return error.message;
  }
}

const asserted = (wish: Wish) =>
  refused({
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion(wish),
  });

describe('an assertion of a certificate', () => {
  it('is believed when everything of it is right', () => {
    expect(asserted({})).toBeUndefined();
  });

  it.each([
    ['for another endpoint', { claims: { aud: 'https://login.example/' } }, 'audience'],
    ['about another application', { claims: { sub: 'other' } }, 'subject and issuer differ'],
    ['signed by another key', { key: other.privateKey }, 'signature is not of the certificate'],
    ['without an algorithm', { header: { alg: 'none' } }, 'signature is not of the certificate'],
    ['that names another certificate', { header: { 'x5t#S256': 'x' } }, 'not registered'],
    ['that is long over', { claims: { exp: 1 } }, 'AADSTS700024'],
    ['that has not begun', { claims: { nbf: NOW / 1000 + 400 } }, 'AADSTS700024'],
  ])('%s is refused', (_what, wish, message) => {
    expect(asserted(wish)).toContain(message);
  });
});

describe('a request', () => {
  it('with something else than a JWT, or with nothing, is refused', () => {
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    expect(refused({ client_assertion_type: type, client_assertion: 'a.b' })).toContain('no JWT');
    expect(refused({ client_assertion: assertion({}) })).toContain('no JWT');
    expect(refused({})).toContain('AADSTS7000218');
    expect(refused({ client_secret: 's' })).toBeUndefined();
    expect(refused({ client_secret: 'x' })).toContain('AADSTS7000215');
  });
});
