import { z } from 'zod';
import { endpointProblem } from './monitor-hosts.js';
import { normalisedVaultUrl, vaultUrlProblem } from './vault-host.js';

const CREDENTIAL_MODES = [
  'default',
  'managed_identity',
  'client_secret',
  'workload_identity',
  'client_certificate',
] as const;

const SECRET_REFERENCE = /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;

function endpoint(service: string) {
  return z
    .string()
    .superRefine((url, context) => {
      const problem = endpointProblem(url);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .describe(`URL of ${service}; https, or http to a loopback address.`)
    .optional();
}

const connectionFields = {
  vault_url: z
    .string()
    .superRefine((url, context) => {
      const problem = vaultUrlProblem(url);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .describe(
      'URL of the vault, such as https://my-vault.vault.azure.net; a sovereign cloud’s vault under its own name, and one behind a private endpoint under its public one.',
    ),
  credential_mode: z
    .enum(CREDENTIAL_MODES)
    .default('default')
    .describe(
      'Where the identity comes from. `default` tries what the machine offers, and is for development; name the one that is meant in production.',
    ),
  tenant_id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, 'must be the id or the domain of a tenant')
    .describe(
      'Tenant of the identity. Needed by client_secret and client_certificate; workload_identity takes AZURE_TENANT_ID when it is left out.',
    )
    .optional(),
  client_id: z
    .string()
    .regex(/^[0-9A-Fa-f-]{36}$/, 'must be a client id, 36 characters of hexadecimal digits and hyphens')
    .describe(
      'Client id of the application or of the user-assigned managed identity. managed_identity takes the one of the machine when it is left out, workload_identity AZURE_CLIENT_ID.',
    )
    .optional(),
  client_secret: z
    .string()
    .regex(SECRET_REFERENCE, 'must be a reference, env:NAME or file:PATH, and not the secret itself')
    .meta({ writeOnly: true })
    .describe(
      'Where the client secret is, for client_secret: env:NAME or file:PATH, read where the engine runs.',
    )
    .optional(),
  client_certificate_path: z
    .string()
    .min(1)
    .describe('PEM file with certificate and private key of the application, for client_certificate.')
    .optional(),
  authority_host: z
    .string()
    .superRefine((url, context) => {
      if (URL.canParse(url) && new URL(url).protocol === 'https:' && new URL(url).username === '') return;
      context.addIssue({ code: 'custom', message: `"${url}" is not an https URL` });
    })
    .describe(
      'Where tokens are asked for, when it is not the one of the vault’s cloud. Only where the host allows endpoints.',
    )
    .optional(),
  endpoints: z
    .strictObject({ management: endpoint('Azure Resource Manager'), logs: endpoint('the Logs query API') })
    .describe(
      'Endpoints in place of those of the vault’s cloud, which are asked who wrote. Only where the host allows endpoints.',
    )
    .optional(),
};

type ConnectionFields = z.output<z.ZodObject<typeof connectionFields>>;

/** Fields that a mode cannot do without, and those that mean something to it. */
const FIELDS_OF_MODE: Readonly<
  Record<
    (typeof CREDENTIAL_MODES)[number],
    { readonly needs: readonly Field[]; readonly takes: readonly Field[] }
  >
> = {
  default: { needs: [], takes: ['tenant_id', 'client_id'] },
  managed_identity: { needs: [], takes: ['client_id'] },
  client_secret: { needs: ['tenant_id', 'client_id', 'client_secret'], takes: [] },
  workload_identity: { needs: [], takes: ['tenant_id', 'client_id'] },
  client_certificate: { needs: ['tenant_id', 'client_id', 'client_certificate_path'], takes: [] },
};

type Field = 'tenant_id' | 'client_id' | 'client_secret' | 'client_certificate_path';
const FIELDS: readonly Field[] = ['tenant_id', 'client_id', 'client_secret', 'client_certificate_path'];

function checkMode(config: ConnectionFields, context: z.RefinementCtx): void {
  const { needs, takes } = FIELDS_OF_MODE[config.credential_mode];
  for (const field of FIELDS) {
    const given = config[field] !== undefined;
    const problem =
      needs.includes(field) && !given
        ? `is needed with credential_mode ${config.credential_mode}`
        : given && !needs.includes(field) && !takes.includes(field)
          ? `has no meaning with credential_mode ${config.credential_mode}`
          : undefined;
    if (problem !== undefined) context.addIssue({ code: 'custom', path: [field], message: problem });
  }
}

/** Configuration of a target of type `AzureKeyVault`. */
export const keyVaultConfig = z
  .strictObject({
    vault_url: connectionFields.vault_url,
    certificate_name: z
      .string()
      .regex(/^[0-9a-zA-Z-]{1,127}$/, 'must be 1 to 127 letters, digits and hyphens')
      .describe('Name of the certificate in the vault. Key and secret of the same name belong to it.'),
    credential_mode: connectionFields.credential_mode,
    tags: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'Tags that each version shall carry, beside those of certctl. Names that begin with certctl- are reserved.',
      ),
    tenant_id: connectionFields.tenant_id,
    client_id: connectionFields.client_id,
    client_secret: connectionFields.client_secret,
    client_certificate_path: connectionFields.client_certificate_path,
    authority_host: connectionFields.authority_host,
    endpoints: connectionFields.endpoints,
    vault_resource_id: z
      .string()
      .regex(
        /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/']{1,90}\/providers\/Microsoft\.KeyVault\/vaults\/[a-z0-9-]{3,24}$/i,
        'must be the resource id of a vault, /subscriptions/…/resourceGroups/…/providers/Microsoft.KeyVault/vaults/…',
      )
      .describe(
        'Resource id of the vault. With it `certctl writers` reads in the Activity Log who changed its settings, which shows no import.',
      )
      .optional(),
    log_analytics_workspace_id: z
      .string()
      .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be the id of a workspace, a GUID')
      .describe(
        'Id of the Log Analytics workspace that the vault sends its audit events to. With it `certctl writers` reads who wrote certificates.',
      )
      .optional(),
    content_type: z
      .enum(['pkcs12', 'pem'])
      .default('pkcs12')
      .describe(
        'Form of the secret that consumers read. Application Gateway and Front Door take pkcs12 only.',
      ),
    exportable: z
      .boolean()
      .default(true)
      .describe(
        'Whether the private key may be read back from the vault: by consumers as a secret, and by a rollback.',
      ),
    pfx_encryption: z
      .enum(['aes-256', '3des'])
      .default('aes-256')
      .describe('Encryption of the PKCS#12 that is sent. 3des is for a vault that does not read AES.'),
  })
  .superRefine(checkMode);

/** What a discovery needs: the vault and the identity, without a certificate. */
export const keyVaultScope = z.strictObject(connectionFields).superRefine(checkMode);

export type KeyVaultConfig = z.output<typeof keyVaultConfig>;
export type KeyVaultScope = z.output<typeof keyVaultScope>;

/** The part of a configuration that decides which clients are opened. JSON, for its hash. */
export type KeyVaultConnection = {
  readonly vault_url: string;
  readonly credential_mode: (typeof CREDENTIAL_MODES)[number];
  readonly tenant_id?: string;
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly client_certificate_path?: string;
  readonly authority_host?: string;
  readonly endpoints?: { readonly management?: string; readonly logs?: string };
};

export function connectionOf(config: KeyVaultScope): KeyVaultConnection {
  const { vault_url, credential_mode, ...identity } = config;
  const { tenant_id, client_id, client_secret, client_certificate_path, authority_host, endpoints } =
    identity;
  // Through JSON, so that what is left out and what is undefined have one hash.
  return JSON.parse(
    JSON.stringify({
      vault_url: normalisedVaultUrl(vault_url),
      credential_mode,
      tenant_id,
      client_id,
      client_secret,
      client_certificate_path,
      authority_host,
      endpoints,
    }),
  );
}
