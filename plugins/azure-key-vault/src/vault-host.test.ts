import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admitAuthority, admitVault, cloudOf, vaultUrlProblem } from './vault-host.js';

const strict = { connectTimeoutMs: 1, maxSockets: 1, allowEndpoints: false };
const open = { ...strict, allowEndpoints: true };

describe('a vault', () => {
  it.each([
    ['https://my-vault.vault.azure.net', 'https://vault.azure.net'],
    ['https://MY-VAULT.VAULT.AZURE.NET/', 'https://vault.azure.net'],
    ['https://abc.vault.azure.cn', 'https://vault.azure.cn'],
    ['https://abc.vault.usgovcloudapi.net', 'https://vault.usgovcloudapi.net'],
    ['https://abc.vault.microsoftazure.de', 'https://vault.microsoftazure.de'],
  ])('%s is one, of %s', (url, resource) => {
    expect(cloudOf(url)?.resource).toBe(resource);
    expect(() => admitVault(url, strict)).not.toThrow();
  });

  it.each([
    'https://vault.azure.net',
    'https://ab.vault.azure.net',
    'https://a.b.vault.azure.net',
    'https://my-vault.vault.azure.net.evil.example',
    'https://my-vaultvault.azure.net',
    'https://evil.example',
    'https://my-vault.vault.azure.net:8443',
    'https://my-vault.vault.azure.net.',
    'https://my--vault.vault.azure.net',
    'https://1vault.vault.azure.net',
    'http://127.0.0.1:8080',
  ])('%s is none, unless the host allows it', (url) => {
    expect(() => admitVault(url, strict)).toThrow(/is not a vault of Azure/);
    expect(() => admitVault(url, open)).not.toThrow();
  });

  it('is never spoken to in the open, but on this machine', () => {
    expect(vaultUrlProblem('http://127.0.0.1:8080')).toBeUndefined();
    expect(vaultUrlProblem('http://localhost:1')).toBeUndefined();
    expect(vaultUrlProblem('http://my-vault.vault.azure.net')).toContain('plain http');
    expect(vaultUrlProblem('http://localhost.evil.example')).toContain('plain http');
  });

  it('is no host that only contains the name of one', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{2,10}$/);
    fc.assert(
      fc.property(label, label, label, (a, b, c) => {
        for (const host of [`${a}.${b}.${c}`, `${a}.vault.azure.net.${b}.${c}`, `${a}.vault.${b}.net`]) {
          fc.pre(!(b === 'azure' && host.endsWith('vault.azure.net')));
          expect(() => admitVault(`https://${host}`, strict)).toThrow();
        }
      }),
    );
  });
});

describe('an authority', () => {
  it.each([
    'https://login.microsoftonline.com',
    'https://login.chinacloudapi.cn',
    'https://login.microsoftonline.us/',
  ])('%s may be named by a target', (url) => expect(() => admitAuthority(url, strict)).not.toThrow());

  it('of nobody knows whom may not, unless the host allows it', () => {
    expect(() => admitAuthority('https://login.evil.example', strict)).toThrow(/is not Microsoft Entra ID/);
    expect(() => admitAuthority('https://login.evil.example', open)).not.toThrow();
    expect(() => admitAuthority(undefined, strict)).not.toThrow();
  });
});
