import { expect, it } from 'vitest';
import { logTo } from './log-to.js';

const PEM = `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(30)}\n-----END PRIVATE KEY-----`;

it('writes JSON lines in which nothing secret is left, however it is wrapped', () => {
  let written = '';
  const logger = logTo({ write: (text) => (written += text) }, 'debug');
  logger.warn(`failed with ${PEM}`, {
    operation: 'acm:ImportCertificate',
    privateKey: 'short',
    nested: { list: [PEM, Buffer.from('short')], error: new Error(PEM), passphrase: 'sesame' },
  });
  const line = JSON.parse(written);
  expect(line).toMatchObject({ level: 40, operation: 'acm:ImportCertificate', privateKey: '[removed]' });
  expect(line.time).toMatch(/^\d{4}-.*Z$/);
  for (const secret of ['QUJD', 'short', 'sesame']) expect(written).not.toContain(secret);
});

it('writes nothing below its level', () => {
  let written = '';
  const logger = logTo({ write: (text) => (written += text) }, 'error');
  logger.warn('x');
  expect(written).toBe('');
});
