import { CertctlError, type HttpSettings } from '@certctl/plugin-api';
import { isLoopback } from '@certctl/plugin-http';

/** What a cloud of Azure calls its vaults, and where their tokens come from. */
export interface Cloud {
  /** What the name of every vault ends in. */
  readonly suffix: string;
  /** What a token for a vault is asked for; its host is the suffix. */
  readonly resource: string;
  readonly authorityHost: string;
  /** Azure Resource Manager, and the Logs query API: what tokens for them are asked for, and where they are. */
  readonly management: string;
  readonly logs: string;
}

/**
 * The clouds: public, China, US Government, and the one of Germany that was closed.
 * https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers
 */
const CLOUDS: readonly Cloud[] = [
  cloud('vault.azure.net', 'login.microsoftonline.com', 'management.azure.com', 'azure.com'),
  cloud('vault.azure.cn', 'login.chinacloudapi.cn', 'management.chinacloudapi.cn', 'azure.cn'),
  cloud('vault.usgovcloudapi.net', 'login.microsoftonline.us', 'management.usgovcloudapi.net', 'us'),
  cloud('vault.microsoftazure.de', 'login.microsoftonline.de', 'management.microsoftazure.de', 'azure.com'),
];

/** For an emulator, which stands for a vault of the public cloud. */
const PUBLIC_CLOUD = cloud(
  'vault.azure.net',
  'login.microsoftonline.com',
  'management.azure.com',
  'azure.com',
);

/** 3 to 24 letters, digits and single hyphens, beginning with a letter; the same document as above. */
const VAULT_NAME = /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){2,23}$/;

/** @param logs what the name of the Logs query API ends in */
function cloud(suffix: string, authority: string, management: string, logs: string): Cloud {
  return {
    suffix,
    resource: `https://${suffix}`,
    authorityHost: `https://${authority}`,
    management: `https://${management}`,
    // https://learn.microsoft.com/azure/azure-monitor/logs/api/overview
    logs: `https://api.loganalytics.${logs}`,
  };
}

/** The cloud that the URL's host is a vault of; undefined for any other host. */
export function cloudOf(vaultUrl: string): Cloud | undefined {
  const { hostname } = new URL(vaultUrl);
  return CLOUDS.find(({ suffix }) => {
    const name = hostname.endsWith(`.${suffix}`) ? hostname.slice(0, -suffix.length - 1) : undefined;
    return name !== undefined && VAULT_NAME.test(name);
  });
}

/** The same for a host that stands in for a vault, too. */
export function cloudOrPublic(vaultUrl: string): Cloud {
  return cloudOf(vaultUrl) ?? PUBLIC_CLOUD;
}

/** Whether the URL is of a host that is not a vault of Azure, which only an allowed emulator may be. */
export function isForeignHost(vaultUrl: string): boolean {
  return cloudOf(vaultUrl) === undefined;
}

/** Why the text cannot be the URL of a vault, or of what stands in for one; undefined when it can. */
export function vaultUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    return `"${text}" is not the URL of a vault, such as https://my-vault.vault.azure.net`;
  }
  if (url.username !== '' || url.password !== '') return 'the URL of a vault must not contain credentials';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return `the URL of a vault ends after its host, such as ${url.origin}`;
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return `plain http is allowed to a loopback address only, and ${url.hostname} is none; use https`;
  }
  if (url.hostname.includes('.privatelink.') || url.hostname.includes('privatelink.vaultcore')) {
    return 'the vault keeps its public name behind a private endpoint, which only changes what that resolves to; use https://NAME.vault.azure.net';
  }
  return undefined;
}

/** Scheme, host and port, in lower case and without a slash at the end: one vault has one spelling. */
export function normalisedVaultUrl(text: string): string {
  return new URL(text).origin;
}

/**
 * Holds a vault's host to the settings of the host where the engine runs: private keys are sent to it.
 *
 * @throws CertctlError `target_invalid`
 */
export function admitVault(vaultUrl: string, http: HttpSettings): void {
  const url = new URL(vaultUrl);
  const isVault = !isForeignHost(vaultUrl) && url.protocol === 'https:' && url.port === '';
  if (isVault || http.allowEndpoints) return;
  throw new CertctlError(
    'target_invalid',
    `vault_url: ${url.host} is not a vault of Azure, and this host lets targets name no other.`,
    {
      remedy: `Name a vault under ${CLOUDS.map(({ suffix }) => suffix).join(', ')}, or allow endpoints in the settings of the host where the engine runs (--allow-endpoints).`,
    },
  );
}

/**
 * Holds the authority to the same settings: whoever is asked for a token is given a secret or an assertion.
 *
 * @throws CertctlError `target_invalid`
 */
export function admitAuthority(authorityHost: string | undefined, http: HttpSettings): void {
  if (authorityHost === undefined || isKnownAuthority(authorityHost) || http.allowEndpoints) return;
  throw new CertctlError(
    'target_invalid',
    `authority_host: ${new URL(authorityHost).host} is not Microsoft Entra ID, and this host lets targets name no other.`,
    {
      remedy:
        'Leave authority_host out, or allow endpoints in the settings of the host where the engine runs (--allow-endpoints).',
    },
  );
}

/** Whether the authority is one of Azure's own, whose keys the SDK knows where to find. */
export function isKnownAuthority(authorityHost: string): boolean {
  return CLOUDS.some((each) => new URL(each.authorityHost).origin === new URL(authorityHost).origin);
}
