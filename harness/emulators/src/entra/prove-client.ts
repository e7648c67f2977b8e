import { timingSafeEqual } from 'node:crypto';
import { refuse } from '../server/rule.js';
import type { Application, Directory, Identity } from './directory.js';
import { entraRules } from './entra-rules.js';
import { type JsonWebToken, readToken } from './json-web-token.js';

/** Clocks may differ by this much; MSAL rounds its `nbf` up to half a second into the future. */
const SKEW_MS = 300_000;

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface ProofContext {
  readonly directory: Directory;
  /** The address that an assertion has to be for. */
  readonly tokenEndpoint: string;
  readonly now: number;
}

/**
 * Who a token request is from, by secret, certificate or federated token.
 * @throws ServiceError invalid_client, unauthorized_client
 */
export function proveClient(form: URLSearchParams, context: ProofContext): Identity {
  const clientId = form.get('client_id') ?? '';
  const application =
    context.directory.application(clientId) ?? refuse(entraRules.application, { client: clientId });
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  if (secret !== null) {
    if (!application.secrets.some((known) => same(known, secret)))
      refuse(entraRules.secret, { client: clientId });
  } else if (assertion !== null) {
    proveAssertion(form.get('client_assertion_type'), assertion, application, context);
  } else {
    refuse(entraRules.noCredential);
  }
  return application;
}

/** Signed by the application itself, or by an issuer that the application trusts. */
function proveAssertion(
  type: string | null,
  assertion: string,
  application: Application,
  { tokenEndpoint, now }: ProofContext,
): void {
  const token = type === JWT_BEARER ? readToken(assertion) : undefined;
  if (token === undefined) refuse(entraRules.assertion, { reason: 'the assertion is no JWT' });
  if (token.issuer === application.clientId) proveOwn(token, application, tokenEndpoint);
  else proveFederated(token, application);
  if (now < token.notBefore - SKEW_MS || now >= token.expires + SKEW_MS) refuse(entraRules.time);
}

function proveOwn(token: JsonWebToken, application: Application, tokenEndpoint: string): void {
  if (token.subject !== application.clientId)
    refuse(entraRules.assertion, { reason: 'subject and issuer differ' });
  if (token.audience !== tokenEndpoint)
    refuse(entraRules.assertion, { reason: 'the audience is not the token endpoint' });
  const named = application.certificates.find(({ thumbprints }) =>
    thumbprints.some((thumbprint) => thumbprint === token.certificate),
  );
  if (named === undefined) refuse(entraRules.assertion, { reason: 'the certificate is not registered' });
  if (!token.isSignedBy(named.publicKey))
    refuse(entraRules.assertion, { reason: 'the signature is not of the certificate' });
}

function proveFederated(token: JsonWebToken, application: Application): void {
  const { issuer, subject, audience } = token;
  const matching = application.federated.some(
    (known) =>
      known.issuer === issuer &&
      known.subject === subject &&
      known.audience === audience &&
      token.isSignedBy(known.publicKey),
  );
  if (!matching) refuse(entraRules.federated, { issuer, subject, audience });
}

function same(known: string, sent: string): boolean {
  const [a, b] = [Buffer.from(known), Buffer.from(sent)];
  return a.length === b.length && timingSafeEqual(a, b);
}
