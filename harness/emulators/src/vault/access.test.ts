import { CertificateClient } from '@azure/keyvault-certificates';
import { SecretClient } from '@azure/keyvault-secrets';
import { describe, expect, it } from 'vitest';
import { leaf } from '../../test-support/acm-session.js';
import {
  importBody,
  LOCAL,
  pfxOf,
  raw,
  refusal,
  TOKEN,
  tokenCredential,
  V,
  vaultSession,
} from '../../test-support/vault-session.js';
import { allowsDataAction, type RoleDefinition, type RolePermissions } from '../iam/role-definition.js';
import { manualClock } from '../server/clock.js';

const role = (...permissions: RolePermissions[]): RoleDefinition => ({ properties: { permissions } });

/** The minimum role of the runbook, as printed there. */
const RUNBOOK_ROLE: RoleDefinition = JSON.parse(`{
  "properties": {
    "roleName": "certctl-keyvault-deployer",
    "description": "Minimum permissions for certctl Key Vault target",
    "assignableScopes": [
      "/subscriptions/<sub>/resourceGroups/<rg>/providers/Microsoft.KeyVault/vaults/<vault-name>"
    ],
    "permissions": [{
      "actions": [],
      "notActions": [],
      "dataActions": [
        "Microsoft.KeyVault/vaults/certificates/import/action",
        "Microsoft.KeyVault/vaults/certificates/read",
        "Microsoft.KeyVault/vaults/certificates/listversions/read"
      ],
      "notDataActions": []
    }]
  }
}`);

async function limited(allow: RoleDefinition) {
  const session = await vaultSession();
  session.emulator.addPrincipal({ token: 'limited', objectId: 'oid-limited', clientId: 'app', allow });
  const credential = tokenCredential('limited');
  return {
    ...session,
    certificates: new CertificateClient(session.emulator.url, credential, LOCAL),
    secrets: new SecretClient(session.emulator.url, credential, LOCAL),
  };
}

const FORBIDDEN = { status: 403, code: 'Forbidden', inner: 'ForbiddenByRbac' };

describe('the role of the runbook', () => {
  it('imports, reads and lists versions', async () => {
    const { certificates } = await limited(RUNBOOK_ROLE);
    const { properties } = await certificates.importCertificate('site', pfxOf(await leaf()));
    await certificates.getCertificate('site');
    await certificates.getCertificateVersion('site', properties.version ?? '');
    for await (const item of certificates.listPropertiesOfCertificateVersions('site'))
      expect(item.version).toBe(properties.version);
  });

  it('does nothing else', async () => {
    const { certificates, secrets } = await limited(RUNBOOK_ROLE);
    const { properties } = await certificates.importCertificate('site', pfxOf(await leaf()));
    const version = properties.version ?? '';
    const update = certificates.updateCertificateProperties('site', version, { enabled: false });
    expect(await refusal(update)).toMatchObject(FORBIDDEN);
    expect(
      await refusal(certificates.updateCertificatePolicy('site', { subject: 'CN=site', exportable: false })),
    ).toMatchObject(FORBIDDEN);
    expect(await refusal(certificates.beginDeleteCertificate('site'))).toMatchObject(FORBIDDEN);
    expect(await refusal(certificates.purgeDeletedCertificate('site'))).toMatchObject(FORBIDDEN);
    expect(await refusal(secrets.getSecret('site'))).toMatchObject(FORBIDDEN);
  });
});

describe('a role', () => {
  it('refuses in the words of the service', async () => {
    const { secrets, emulator } = await limited(role({ dataActions: [] }));
    const { message } = await refusal(secrets.getSecret('Site'));
    expect(message.split('\r\n')).toEqual([
      'Caller is not authorized to perform action on resource.',
      'If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.',
      `Caller: appid=app;oid=oid-limited;iss=https://sts.windows.net/${emulator.tenant}/`,
      "Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'",
      "Resource: '/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/emulator/providers/microsoft.keyvault/vaults/fake-vault/secrets/site'",
      'Assignment: (not found)',
      'DenyAssignmentId: null',
      "DecisionReason: 'DeniedWithNoValidRBAC' ",
      'Vault: fake-vault;location=westeurope',
      '',
    ]);
  });

  it.each([
    ['certificates/recover/action', 'POST', '/deletedcertificates/x/recover'],
    ['certificates/purge/action', 'DELETE', '/deletedcertificates/x'],
    ['certificates/delete', 'DELETE', '/certificates/x'],
    ['certificates/update/action', 'PATCH', '/certificates/x/policy'],
    ['certificates/listversions/read', 'GET', '/certificates/x/versions'],
    ['certificates/read', 'GET', '/deletedcertificates/x'],
    ['secrets/getSecret/action', 'GET', '/secrets/x'],
  ])('with %s alone reaches %s %s', async (action, method, path) => {
    const { emulator } = await limited(role({ dataActions: [`Microsoft.KeyVault/vaults/${action}`] }));
    const reached = await raw(emulator, method, `${path}?${V}`, { token: 'limited' });
    expect(reached.status).toBe(404);
    const other = await raw(emulator, 'POST', `/certificates/x/import?${V}`, { token: 'limited' });
    expect(other.status).toBe(403);
  });

  it('is matched without case, by wildcards, and less what it subtracts', () => {
    const read = 'Microsoft.KeyVault/vaults/certificates/read';
    expect(allowsDataAction(role({ dataActions: ['microsoft.keyvault/VAULTS/*'] }), read)).toBe(true);
    expect(allowsDataAction(role({ dataActions: ['*'], notDataActions: ['*/read'] }), read)).toBe(false);
    expect(
      allowsDataAction(role({ dataActions: ['Microsoft.KeyVault/vaults/certificates/rea'] }), read),
    ).toBe(false);
    expect(allowsDataAction(role({ dataActions: ['MicrosoftXKeyVault/*'] }), read)).toBe(false);
    expect(allowsDataAction(role({ actions: ['*'] }), read)).toBe(false);
    // What one block subtracts, another may add: they are separate grants.
    const blocks = role({ dataActions: ['*'], notDataActions: ['*/read'] }, { dataActions: [read] });
    expect(allowsDataAction(blocks, read)).toBe(true);
  });

  it('with a condition is refused when it is set', async () => {
    const { emulator } = await vaultSession();
    const conditional = { dataActions: ['*'], condition: 'x' };
    expect(() => emulator.addPrincipal({ token: 't', allow: role(conditional) })).toThrow(
      /does not evaluate condition/,
    );
  });
});

describe('an access policy', () => {
  it('refuses what it does not name', async () => {
    const { emulator } = await vaultSession();
    emulator.addPrincipal({ token: 'p', accessPolicy: { certificates: ['Get', 'Import'] } });
    const certificates = new CertificateClient(emulator.url, tokenCredential('p'), LOCAL);
    await certificates.importCertificate('site', pfxOf(await leaf()));
    await certificates.getCertificate('site');
    const refused = await refusal(certificates.beginDeleteCertificate('site'));
    expect(refused).toMatchObject({ status: 403, code: 'Forbidden', inner: 'AccessDenied' });
    expect(refused.message).toContain('does not have certificates delete permission on key vault');
  });
});

describe('the firewall', () => {
  it('refuses every caller that has a token', async () => {
    const { certificates } = await vaultSession({ firewall: true });
    expect(await refusal(certificates.getCertificate('site'))).toMatchObject({
      status: 403,
      code: 'Forbidden',
      inner: 'ForbiddenByFirewall',
    });
  });
});

describe('an inner code', () => {
  it('of a 403 can be left out', async () => {
    const { emulator } = await vaultSession({ firewall: true, forbiddenInnerCodes: false });
    const { status, body } = await raw(emulator, 'GET', `/certificates?${V}`);
    expect([status, body.error]).toEqual([403, { code: 'Forbidden', message: expect.any(String) }]);
  });
});

describe('the challenge', () => {
  it('tells a request without a token where to get one', async () => {
    const { emulator } = await vaultSession();
    const answer = await raw(emulator, 'GET', `/certificates/site/?${V}`, { token: null });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer authorization="https://login.microsoftonline.com/${emulator.tenant}", resource="https://vault.azure.net"`,
    );
    expect(answer.body).toEqual({
      error: { code: 'Unauthorized', message: 'AKV10000: Request is missing a Bearer or PoP token.' },
    });
  });

  it('is what the SDK asks for first, and the emulator logs it as such', async () => {
    const { certificates, emulator } = await vaultSession();
    const fault = emulator.faults.add({ operation: 'ImportCertificate', kind: 'throttle' });
    expect(await refusal(certificates.importCertificate('site', pfxOf(await leaf())))).toMatchObject({
      status: 429,
    });
    expect(fault.used).toBe(1);
    expect(emulator.requests.all().map(({ operation, status }) => [operation, status])).toEqual([
      ['Challenge', 401],
      ['ImportCertificate', 429],
    ]);
  });

  it('that names a foreign resource is not followed by the SDK, unless it is told to', async () => {
    const { emulator } = await vaultSession({ challengeResource: 'https://evil.example' });
    const { disableChallengeResourceVerification: _, ...strict } = LOCAL;
    const client = new CertificateClient(emulator.url, tokenCredential(), strict);
    expect((await refusal(client.getCertificate('site'))).message).toMatch(
      /does not match the requested domain/,
    );
    expect(emulator.requests.all().map(({ operation }) => operation)).toEqual(['Challenge']);
  });

  it('comes for a token that is not known or has expired, too', async () => {
    const clock = manualClock();
    const { emulator } = await vaultSession({ clock });
    emulator.addPrincipal({ token: 'short', expiresAt: clock.now() + 1_000 });
    const ask = async (token: string) => (await raw(emulator, 'GET', `/certificates?${V}`, { token })).status;
    expect(await ask('short')).toBe(200);
    clock.advance(1_000);
    expect(await ask('short')).toBe(401);
    expect(await ask('unknown')).toBe(401);
    expect(emulator.requests.all().at(-1)).toMatchObject({ rule: 'access/token' });
  });
});

describe('the request log', () => {
  it('tells who asked for what, and holds no body', async () => {
    const { emulator } = await vaultSession({ principals: [{ token: TOKEN, objectId: 'me' }] });
    const made = await leaf();
    await raw(emulator, 'POST', `/certificates/site/import?${V}`, { body: importBody(made) });
    expect(emulator.requests.all()).toMatchObject([
      { operation: 'ImportCertificate', resource: 'site', principal: 'me', status: 200, service: 'keyvault' },
    ]);
    expect(JSON.stringify(emulator.requests.all())).not.toContain('MII');
  });
});
