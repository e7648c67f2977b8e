import assert from 'node:assert/strict';
import { startFakeAcm } from '@certctl/emulators';
import { KEYS, leafIssued, REGION } from '../src/acm-scenario.js';
import { AwsCli } from './aws-cli.js';
import type { Checks } from './checks.js';
import type { PythonTools } from './python-tools.js';

/** Each refusal of the emulator, as somebody reads it who types `aws acm …`. */
export async function refusalsSuite(checks: Checks, tools: PythonTools): Promise<void> {
  checks.section('what the emulator refuses, read from the aws command line');
  const emulator = await startFakeAcm({ region: REGION, sigv4: 'check', accessKeys: [KEYS] });
  const aws = new AwsCli(tools, emulator.url);
  const held = await leafIssued(20);
  const arn = emulator.seed({
    certificate: held.certificatePem,
    privateKey: held.privateKeyPem,
    chain: held.chainPem,
  });
  const at = ['--certificate-arn', arn];
  const missing = arn.replace(/[^/]*$/, '00000000-0000-4000-8000-000000000000');

  /** The whole line that the command line prints: name, operation and message. */
  const refused = (what: string, expected: RegExp, ...args: readonly string[]) =>
    checks.check(what, async () => {
      const before = JSON.stringify(emulator.state);
      const { code, stderr } = await aws.run(...args);
      assert.notEqual(code, 0, 'it was accepted');
      assert.match(stderr, expected);
      assert.equal(JSON.stringify(emulator.state), before, 'it was refused, and something changed');
    });
  const error = (name: string, operation: string, message: string) =>
    new RegExp(`\\(${name}\\) when calling the ${operation} operation: .*${escaped(message)}`);
  const invalid = (message: string) => error('ValidationException', 'ImportCertificate', message);

  try {
    const good = aws.material('good', await leafIssued(10));
    const rsa = aws.material('rsa', await leafIssued(10, { keyAlgorithm: 'RSA-2048' }));
    const expired = aws.material('expired', await leafIssued(3_000));
    aws.write('two.crt', held.certificatePem + held.chainPem);
    aws.write('big.crt', `${held.certificatePem}${'\n'.repeat(33_000)}`);
    const importing = ['acm', 'import-certificate'];
    const swapped = (files: readonly string[], from: string, to: string) =>
      files.map((word) => (word === `fileb://${from}` ? `fileb://${to}` : word));

    await refused(
      'a key of another certificate',
      invalid('The private key does not match the certificate.'),
      ...importing,
      ...swapped(good, 'good.key', 'rsa.key'),
    );
    await refused(
      'another kind of key under one ARN',
      invalid('The key algorithm and size of the new certificate'),
      ...importing,
      ...at,
      ...rsa,
    );
    await refused(
      'tags on a re-import',
      invalid('Tagging is not permitted on re-import.'),
      ...importing,
      ...at,
      ...good,
      '--tags',
      'Key=a,Value=b',
    );
    await refused(
      'two certificates in the field',
      invalid(
        'The certificate field contains more than one certificate. You can specify only one certificate in this field.',
      ),
      ...importing,
      ...swapped(good, 'good.crt', 'two.crt'),
    );
    await refused(
      'an expired certificate',
      invalid('The certificate has expired.'),
      ...importing,
      ...expired,
    );
    await refused(
      'a certificate of more than 32,768 bytes',
      invalid('32768'),
      ...importing,
      ...swapped(good, 'good.crt', 'big.crt'),
    );
    await refused(
      'a chain that does not certify the leaf',
      invalid('Could not validate the certificate with the certificate chain.'),
      ...importing,
      ...swapped(good, 'good.chain', 'rsa.crt'),
    );
    await refused(
      'a malformed ARN',
      error('InvalidArnException', 'DescribeCertificate', ''),
      'acm',
      'describe-certificate',
      '--certificate-arn',
      'arn:aws:acm:us-east-1:certificate',
    );
    await refused(
      'a certificate that does not exist',
      error('ResourceNotFoundException', 'DescribeCertificate', `Could not find certificate ${missing}`),
      'acm',
      'describe-certificate',
      '--certificate-arn',
      missing,
    );
    await refused(
      'a re-import into one that does not exist',
      error('ResourceNotFoundException', 'ImportCertificate', missing),
      ...importing,
      '--certificate-arn',
      missing,
      ...good,
    );
    await refused(
      'a tag that begins with aws:',
      error('InvalidTagException', 'AddTagsToCertificate', 'aws:'),
      'acm',
      'add-tags-to-certificate',
      ...at,
      '--tags',
      'Key=aws:mine,Value=x',
    );
    const many = Array.from({ length: 51 }, (_, index) => `Key=tag-${index},Value=x`);
    await refused(
      '51 tags on a first import',
      error('TooManyTagsException', 'ImportCertificate', '51'),
      ...importing,
      ...good,
      '--tags',
      ...many.slice(0, 51),
    );
    await refused(
      'export of an imported certificate',
      error('ValidationException', 'ExportCertificate', 'PRIVATE'),
      'acm',
      'export-certificate',
      ...at,
      '--passphrase',
      'fileb://good.crt',
    );
    emulator.use(arn, 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/b');
    await refused(
      'a deletion while it is in use',
      error('ResourceInUseException', 'DeleteCertificate', arn),
      'acm',
      'delete-certificate',
      ...at,
    );
    emulator.addAccessKey({ ...KEYS, allow: { Statement: [] } });
    await refused(
      'a call without a permission',
      error(
        'AccessDeniedException',
        'DescribeCertificate',
        'is not authorized to perform: acm:DescribeCertificate',
      ),
      'acm',
      'describe-certificate',
      ...at,
    );
    emulator.addAccessKey({ ...KEYS, secretAccessKey: 'changed' });
    await refused(
      'a signature with another secret',
      error('InvalidSignatureException', 'DescribeCertificate', 'signature'),
      'acm',
      'describe-certificate',
      ...at,
    );
  } finally {
    aws.close();
    await emulator.close();
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
