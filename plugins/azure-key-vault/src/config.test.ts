import { describe, expect, it } from 'vitest';
import { azureKeyVault } from './azure-key-vault.js';
import { connectionOf, keyVaultConfig, keyVaultScope } from './config.js';

const VAULT = 'https://prod-vault.vault.azure.net';
const CLIENT = '11111111-1111-4111-8111-111111111111';
const minimal = { vault_url: VAULT, certificate_name: 'api-prod' };

function problems(fields: object, schema = keyVaultConfig): string[] {
  const result = schema.safeParse({ ...minimal, ...fields });
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the configuration', () => {
  it("takes the runbook's body as printed", () => {
    const config = keyVaultConfig.parse({
      vault_url: VAULT,
      certificate_name: 'api-prod',
      credential_mode: 'managed_identity',
      tags: { env: 'production' },
    });
    expect(config).toMatchObject({ content_type: 'pkcs12', exportable: true, pfx_encryption: 'aes-256' });
  });

  it.each([
    [{ certificate_name: 'x'.repeat(128) }, 'certificate_name'],
    [{ certificate_name: '' }, 'certificate_name'],
    [{ certificate_name: 'a_b' }, 'certificate_name'],
    [{ certificate_name: '../secrets/x' }, 'certificate_name'],
    [{ vault_url: 'prod-vault' }, 'vault_url'],
    [{ vault_url: `${VAULT}/certificates/x` }, 'vault_url'],
    [{ vault_url: 'http://prod-vault.vault.azure.net' }, 'vault_url'],
    [{ vault_url: 'https://user:pass@prod-vault.vault.azure.net' }, 'vault_url'],
    [{ vault_url: 'https://prod-vault.privatelink.vaultcore.azure.net' }, 'vault_url'],
    [{ credential_mode: 'client_secret', tenant_id: 't', client_id: CLIENT }, 'client_secret'],
    [{ credential_mode: 'client_certificate', tenant_id: 't', client_id: CLIENT }, 'client_certificate_path'],
    [{ client_secret: 'env:X' }, 'client_secret'],
    [{ credential_mode: 'managed_identity', tenant_id: 't' }, 'tenant_id'],
    [{ client_id: 'not-an-id' }, 'client_id'],
    [{ authority_host: 'http://login.example' }, 'authority_host'],
    [{ content_type: 'pfx' }, 'content_type'],
    [{ unknown: 1 }, ''],
  ])('refuses %j, at %s', (fields, field) => {
    const found = problems(fields);
    expect(found).toHaveLength(1);
    expect(found[0]?.split(':')[0]).toBe(field);
  });

  it('takes a name of 127 characters', () =>
    expect(problems({ certificate_name: 'x'.repeat(127) })).toEqual([]));

  it('wants a reference and never the secret, and does not repeat what it was given', () => {
    const fields = { credential_mode: 'client_secret', tenant_id: 't', client_id: CLIENT };
    expect(problems({ ...fields, client_secret: 'file:/run/secret' })).toEqual([]);
    const [problem, ...more] = problems({ ...fields, client_secret: 'Zx8~hunter2' });
    expect(more).toEqual([]);
    expect(problem).toContain('env:NAME');
    expect(problem).not.toContain('hunter2');
  });

  it('shows the secret as write-only', () => {
    const schema = azureKeyVault.config['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
    expect(schema).toMatchObject({
      properties: { client_secret: { writeOnly: true, description: expect.any(String) } },
    });
  });
});

describe('the connection', () => {
  it('is one for all spellings of a vault, and does not know the certificate', () => {
    const one = connectionOf(keyVaultConfig.parse(minimal));
    const two = connectionOf(
      keyVaultConfig.parse({ vault_url: 'https://PROD-vault.vault.azure.net/', certificate_name: 'other' }),
    );
    expect(two).toEqual(one);
    expect(JSON.stringify(one)).not.toContain('api-prod');
  });

  it('of a discovery is that of a plain target of the vault', () => {
    const scope = keyVaultScope.parse({ vault_url: VAULT });
    expect(connectionOf(scope)).toEqual(connectionOf(keyVaultConfig.parse(minimal)));
    expect(problems({ certificate_name: 'x' }, keyVaultScope as never)).toHaveLength(1);
  });

  it('holds the reference to a secret, and not the secret', () => {
    process.env.CERTCTL_TEST_VALUE = 'hunter2';
    const fields = { credential_mode: 'client_secret', tenant_id: 't', client_id: CLIENT };
    const config = keyVaultConfig.parse({ ...minimal, ...fields, client_secret: 'env:CERTCTL_TEST_VALUE' });
    expect(JSON.stringify(connectionOf(config))).not.toContain('hunter2');
    delete process.env.CERTCTL_TEST_VALUE;
  });
});
