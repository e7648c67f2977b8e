import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { WireRequest } from '../server/wire.js';
import type { Authorization } from './authorization.js';

export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The signature that this request would have to carry: it is signed again, over the same headers. */
export async function signatureOf(
  request: WireRequest,
  authorization: Authorization,
  credentials: SigningCredentials,
  signedAt: number,
): Promise<string | undefined> {
  const signer = new SignatureV4({
    credentials,
    region: authorization.region,
    service: authorization.service,
    sha256: Sha256,
    applyChecksum: false,
  });
  const headers = Object.fromEntries(
    authorization.signedHeaders.map((name) => [name, request.headers[name] ?? '']),
  );
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: request.headers.host ?? '',
      path: request.path,
      query: { ...request.query },
      headers,
      body: request.body,
    },
    { signingDate: new Date(signedAt), signableHeaders: new Set(authorization.signedHeaders) },
  );
  return /Signature=([0-9a-f]{64})$/.exec(signed.headers.authorization ?? '')?.[1];
}
