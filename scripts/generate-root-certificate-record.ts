/**
 * Records what the openssl command says of the root certificates of Node.js, so that the parser is compared
 * with it on machines without openssl as well: `npx tsx scripts/generate-root-certificate-record.ts`.
 * The system's store is left out: it may hold private authorities.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

const FILE = join(import.meta.dirname, '..', 'fixtures', 'certificates', 'root-certificates.openssl.json');
const FIELDS = ['-serial', '-fingerprint', '-sha256', '-startdate', '-enddate', '-subject', '-issuer'];

function ask(pem: string): Record<string, string> {
  const output = execFileSync('openssl', ['x509', '-noout', ...FIELDS, '-nameopt', 'oneline'], {
    input: pem,
    encoding: 'utf8',
  });
  return Object.fromEntries(
    output
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

const record: Record<string, object> = {};
for (const pem of rootCertificates) {
  const said = ask(pem);
  const fingerprint = said['sha256 Fingerprint'] ?? '';
  record[fingerprint] = {
    pem: pem.trim(),
    serial: said.serial,
    notBefore: said.notBefore,
    notAfter: said.notAfter,
    subject: said.subject,
    issuer: said.issuer,
  };
}
const sorted = Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(sorted, undefined, 1)}\n`);
console.log(`${Object.keys(sorted).length} certificates recorded`);
