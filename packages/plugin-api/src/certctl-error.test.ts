import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CertctlError, isCertctlError, isFailure, isPermissionMissing } from './certctl-error.js';
import { PrivateKey } from './private-key.js';

const KEY = `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(16)}\n-----END PRIVATE KEY-----`;

describe('a CertctlError', () => {
  it('takes remedy and retryability from the registry unless it is told better', () => {
    expect(new CertctlError('key_mismatch', 'no').retryable).toBe(false);
    expect(new CertctlError('service_throttled', 'later').retryable).toBe(true);
    expect(new CertctlError('key_mismatch', 'no', { remedy: 'do this' }).remedy).toBe('do this');
  });

  it('shows no key, in whatever part of it the key came', () => {
    const cause = Object.assign(new Error(`sent ${KEY}`), { request: { PrivateKey: KEY } });
    const failure = { class: 'refused' as const, code: 'Validation', message: KEY };
    const error = new CertctlError('service_refused', `refused: ${KEY}`, { remedy: KEY, cause, failure });
    for (const text of [inspect(error, { depth: 10 }), JSON.stringify(error), String(error.stack)]) {
      expect(text).not.toContain('QUJD');
    }
  });

  it('is recognised across two copies of this package', () => {
    const error = new CertctlError('internal', 'x');
    const stranger = Object.assign(Object.create(null), { [Symbol.for('certctl.error')]: true });
    expect([isCertctlError(error), isCertctlError(stranger), isCertctlError(new Error('x'))]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('tells the class of a failed call, and a missing permission from another refusal', () => {
    const failed = (permission: boolean) =>
      new CertctlError('service_refused', 'x', {
        failure: { class: 'refused', code: 'c', message: 'm', permission },
      });
    expect(isFailure(failed(false), 'absent', 'refused')).toBe(true);
    expect(isFailure(failed(false), 'absent')).toBe(false);
    expect([isPermissionMissing(failed(true)), isPermissionMissing(failed(false))]).toEqual([true, false]);
  });
});

describe('a PrivateKey', () => {
  it('does not print itself', () => {
    const key = new PrivateKey(new TextEncoder().encode('secret-bytes'));
    const shown = [String(key), JSON.stringify({ key }), inspect({ key }, { depth: 5, showHidden: true })];
    for (const text of shown) expect(text).not.toMatch(/secret|c2VjcmV0|115, ?101/);
  });

  it('is zero when it was destroyed, and refuses to be used', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const key = new PrivateKey(bytes);
    key.destroy();
    expect([...bytes]).toEqual([0, 0, 0]);
    expect(() => key.pem()).toThrow('destroyed');
  });
});
