import type { JsonObject } from '@certctl/plugin-api';

/** The forms in which a vault takes a certificate, beside PEM. */
export const VAULT_FORMS: Readonly<Record<string, JsonObject>> = {
  'PKCS#12': { content_type: 'pkcs12' },
  'PKCS#12 as older readers want it': { content_type: 'pkcs12', pfx_encryption: '3des' },
};
