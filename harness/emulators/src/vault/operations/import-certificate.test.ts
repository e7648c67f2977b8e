import { describe, expect, it } from 'vitest';
import { authority, leaf } from '../../../test-support/acm-session.js';
import { pemOfAll, pfxOf, refusal, vaultSession } from '../../../test-support/vault-session.js';

describe('an import by the SDK', () => {
  it('of a PFX makes a version that holds leaf, chain and key', async () => {
    const { certificates, emulator } = await vaultSession();
    const ca = await authority();
    const made = await leaf({ issuer: ca });
    const answer = await certificates.importCertificate('site', pfxOf(made, ca), { tags: { a: 'b' } });
    expect(answer.properties.version).toMatch(/^[0-9a-f]{32}$/);
    expect(Buffer.from(answer.cer ?? [])).toEqual(Buffer.from(made.parsed.der));
    expect(answer.properties.tags).toEqual({ a: 'b' });
    expect(answer.policy?.issuerName).toBe('Unknown');
    const held = emulator.state.certificate('site');
    expect(held?.versions).toHaveLength(1);
    expect(held?.latest).toMatchObject({
      version: answer.properties.version,
      keyMatches: true,
      enabled: true,
      tags: { a: 'b' },
      importedAs: { form: 'pfx', encryptions: ['AES-256-CBC, PBKDF2 with sha256'], mac: 'sha256' },
    });
    expect(held?.latest.chain).toEqual([ca.parsed.der]);
  });

  it('of PEM does the same when the policy says that it is PEM', async () => {
    const { certificates, emulator } = await vaultSession();
    const ca = await authority();
    const made = await leaf({ issuer: ca });
    const text = new TextEncoder().encode(pemOfAll(made, ca));
    const policy = { contentType: 'application/x-pem-file' as const, issuerName: 'Self' };
    // The SDK leaves the policy out of the body unless it is named as on the wire.
    const options = {
      policy,
      certificatePolicy: {
        secretProperties: { contentType: 'application/x-pem-file' },
        issuerParameters: { name: 'Self' },
      },
    };
    const answer = await certificates.importCertificate('site', text, options);
    expect(answer.policy?.contentType).toBe('application/x-pem-file');
    expect(emulator.state.certificate('site')?.latest).toMatchObject({
      keyMatches: true,
      contentType: 'application/x-pem-file',
      importedAs: { form: 'pem' },
    });
  });

  it('reads, lists, updates, deletes and recovers', async () => {
    const { certificates, secrets, emulator } = await vaultSession();
    const [one, two] = [await leaf(), await leaf()];
    const first = await certificates.importCertificate('site', pfxOf(one), { tags: { a: '1' } });
    const second = await certificates.importCertificate('site', pfxOf(two));
    expect((await certificates.getCertificate('site')).properties.version).toBe(second.properties.version);
    expect((await certificates.getCertificate('site')).properties.tags).toEqual({});
    const version = first.properties.version ?? '';
    expect((await certificates.getCertificateVersion('site', version)).cer).toEqual(first.cer);
    const versions: unknown[] = [];
    for await (const item of certificates.listPropertiesOfCertificateVersions('site'))
      versions.push(item.version);
    expect(new Set(versions)).toEqual(new Set([version, second.properties.version]));
    await certificates.updateCertificateProperties('site', version, { enabled: false, tags: { c: 'd' } });
    expect(emulator.state.certificate('site')?.versions[0]).toMatchObject({
      enabled: false,
      tags: { c: 'd' },
    });
    expect(await refusal(secrets.getSecret('site', { version }))).toMatchObject({
      status: 403,
      code: 'Forbidden',
      inner: 'SecretDisabled',
    });
    expect((await secrets.getSecret('site')).properties.contentType).toBe('application/x-pkcs12');
    const poller = await certificates.beginDeleteCertificate('site', { intervalInMs: 1 });
    const deleted = await poller.pollUntilDone();
    expect(deleted.recoveryId).toBe(`${emulator.url}/deletedcertificates/site`);
    expect(await refusal(certificates.importCertificate('site', pfxOf(one)))).toMatchObject({
      status: 409,
      code: 'Conflict',
      inner: 'ObjectIsDeletedButRecoverable',
    });
    const recovering = await certificates.beginRecoverDeletedCertificate('site', { intervalInMs: 1 });
    await recovering.pollUntilDone();
    expect(emulator.state.certificate('site')).toMatchObject({ status: 'active' });
    expect(emulator.state.certificate('site')?.versions).toHaveLength(2);
  });
});
