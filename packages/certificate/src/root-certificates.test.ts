import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { CertificateFacts } from '@certctl/plugin-api';
import { describe, expect, it } from 'vitest';
import { formatFingerprint } from './fingerprint.js';
import { pemBlocks } from './pem.js';
import { readCertificate } from './read-certificate.js';
import { normaliseSerial } from './serial.js';

interface Said {
  readonly serial: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

interface Recorded extends Said {
  readonly pem: string;
  readonly subject: string;
  readonly issuer: string;
}

const SYSTEM_STORE = '/etc/ssl/certs/ca-certificates.crt';
const FIXTURES = join(import.meta.dirname, '../../../fixtures/certificates');
const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;
const AT_ONCE = 4;

/** By fingerprint, as scripts/generate-root-certificate-record.ts writes it. */
const recording: Record<string, Recorded> = JSON.parse(
  readFileSync(join(FIXTURES, 'root-certificates.openssl.json'), 'utf8'),
);

function real(): CertificateFacts[] {
  const system = existsSync(SYSTEM_STORE) ? pemBlocks(readFileSync(SYSTEM_STORE, 'utf8')) : [];
  const all = [...rootCertificates.map(readCertificate), ...system.map(({ der }) => readCertificate(der))];
  return [...new Map(all.map((facts) => [facts.fingerprint, facts])).values()];
}

function factsAsSaid(facts: CertificateFacts): object {
  return { fingerprint: formatFingerprint(facts.fingerprint), ...datesAndSerial(facts) };
}

function datesAndSerial({ serial, notBefore, notAfter }: CertificateFacts): object {
  return { serial, notBefore, notAfter };
}

function normalised({ serial, notBefore, notAfter }: Said): object {
  return {
    serial: normaliseSerial(serial),
    notBefore: Date.parse(notBefore),
    notAfter: Date.parse(notAfter),
  };
}

function askOpenssl(facts: CertificateFacts): Promise<object> {
  return new Promise((resolve, reject) => {
    const fields = ['-serial', '-startdate', '-enddate', '-fingerprint', '-sha256'];
    const child = execFile('openssl', ['x509', '-noout', ...fields], (error, stdout) => {
      if (error) return reject(error);
      const value = (name: RegExp) => name.exec(stdout)?.[1] ?? '';
      resolve({
        fingerprint: value(/Fingerprint=(.+)/i),
        ...normalised({
          serial: value(/serial=(.+)/),
          notBefore: value(/notBefore=(.+)/),
          notAfter: value(/notAfter=(.+)/),
        }),
      });
    });
    child.stdin?.end(facts.pem);
  });
}

describe('real root certificates', () => {
  it('are read as openssl read them when they were recorded, names included', () => {
    const entries = Object.entries(recording);
    expect(entries.length).toBeGreaterThan(100);
    for (const [fingerprint, said] of entries) {
      const facts = readCertificate(said.pem);
      expect(factsAsSaid(facts)).toEqual({ fingerprint, ...normalised(said) });
      expect({ subject: facts.subject, issuer: facts.issuer }).toEqual({
        subject: said.subject,
        issuer: said.issuer,
      });
    }
  });

  it('of Node.js are authorities with a known key', () => {
    for (const facts of rootCertificates.map(readCertificate)) {
      expect(facts, facts.subject).toMatchObject({ isCa: true, isSelfIssued: true });
      expect(facts.keyAlgorithm, facts.subject).toMatch(/^(?:RSA|EC)-/);
    }
  });

  it.runIf(HAS_OPENSSL)(
    'are read as the openssl of this machine reads them',
    async () => {
      const waiting = real();
      async function work(): Promise<void> {
        for (let facts = waiting.pop(); facts !== undefined; facts = waiting.pop()) {
          expect(factsAsSaid(facts)).toEqual(await askOpenssl(facts));
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    },
    120_000,
  );

  it.runIf(!HAS_OPENSSL)('of this Node.js are mostly among those recorded', () => {
    const known = rootCertificates
      .map(readCertificate)
      .filter(({ fingerprint }) => formatFingerprint(fingerprint) in recording);
    expect(known.length, 'record again where openssl is installed').toBeGreaterThan(50);
  });
});
