import { CertctlError } from '@certctl/plugin-api';

/** A key of a vault, as its URL names it. */
export interface KeyIdentifier {
  /** Scheme, host and port. */
  readonly vault: string;
  readonly name: string;
  /** 32 hexadecimal digits; undefined for the newest. */
  readonly version: string | undefined;
  /** Whether the host is none of Azure's: an emulator, or somebody who wants a token. */
  readonly foreign: boolean;
  /** Where tokens of the vault's cloud come from. */
  readonly authorityHost: string;
}

/**
 * Hosts of vaults and managed HSMs by cloud: public, China, US Government.
 * https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers
 */
const CLOUDS = [
  {
    host: /^[a-z][a-z0-9-]{1,22}[a-z0-9]\.(vault|managedhsm)\.azure\.net$/,
    authorityHost: 'https://login.microsoftonline.com',
  },
  {
    host: /^[a-z][a-z0-9-]{1,22}[a-z0-9]\.(vault|managedhsm)\.azure\.cn$/,
    authorityHost: 'https://login.chinacloudapi.cn',
  },
  {
    host: /^[a-z][a-z0-9-]{1,22}[a-z0-9]\.(vault|managedhsm)\.usgovcloudapi\.net$/,
    authorityHost: 'https://login.microsoftonline.us',
  },
] as const;

const PATH = /^\/keys\/([0-9a-zA-Z-]{1,127})(?:\/([0-9a-f]{32}))?\/?$/;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether the authority is one of Azure's own, whose keys the SDK knows where to find. */
export function isKnownAuthority(authorityHost: string): boolean {
  return CLOUDS.some((cloud) => new URL(cloud.authorityHost).origin === new URL(authorityHost).origin);
}

/** @throws `key_encryption_key_unusable` */
export function readKeyIdentifier(text: string, allowEndpoints: boolean): KeyIdentifier {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [, name, version] = PATH.exec(url?.pathname ?? '') ?? [];
  if (!url || name === undefined || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw unusable(
      `"${text}" is not the identifier of a key in Key Vault`,
      'Give it with or without a version: https://VAULT.vault.azure.net/keys/NAME.',
    );
  }
  const cloud = CLOUDS.find(({ host }) => host.test(url.hostname));
  const foreign = !cloud || url.protocol !== 'https:' || url.port !== '';
  if (foreign && !allowEndpoints) {
    throw unusable(
      `${url.host} is not a vault of Azure, and this host lets no other be named`,
      'Name a vault of Azure, or allow endpoints in the settings of the host.',
    );
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
    throw unusable(`${url.origin} is not https`, 'Use https; plain http is for loopback addresses only.');
  }
  const { authorityHost } = cloud ?? CLOUDS[0];
  return { vault: url.origin, name: name.toLowerCase(), version, foreign, authorityHost };
}

function unusable(message: string, remedy: string): CertctlError {
  return new CertctlError('key_encryption_key_unusable', message, { remedy });
}
