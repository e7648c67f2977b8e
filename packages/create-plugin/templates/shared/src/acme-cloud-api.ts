import type { Call, PluginServices } from '@certctl/plugin-api';
import { type Connections, type HttpAnswer, openConnections } from '@certctl/plugin-http';
import { type AcmeCloudConnection, admitUrl } from './connection.js';
import { readSecret } from './secret-reference.js';

/** An answer of the service that is an error, in the service's own words. `classify` sorts it. */
export class AcmeCloudError extends Error {
  override readonly name = 'AcmeCloudError';

  constructor(
    readonly status: number,
    /** The service's own code; undefined when the answer was not one of the service, such as a proxy's page. */
    readonly code: string | undefined,
    message: string,
    readonly requestId: string | undefined,
    readonly retryAfterMs: number | undefined,
  ) {
    super(message);
  }
}

export interface ApiRequest {
  /** A name from the plugin's `permissions`. */
  readonly operation: string;
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** From the root: `/v1/certificates/shop`. */
  readonly path: string;
  readonly body?: object;
}

/** The API of Acme Cloud. Sends each request once: the engine repeats, paces, counts and gives deadlines. */
export class AcmeCloudApi {
  readonly #connections: Connections;
  readonly #connection: AcmeCloudConnection;

  /** Opens connections when they are needed, and not before. @throws CertctlError `target_invalid` */
  constructor(connection: AcmeCloudConnection, { http, clock }: PluginServices) {
    admitUrl(connection.url, http);
    this.#connection = connection;
    this.#connections = openConnections(http, clock);
  }

  /** One request within the deploy. @throws CertctlError as `call.attempt` does */
  async send({ operation, method, path, body }: ApiRequest, call: Call): Promise<unknown> {
    const token = await readSecret('token', this.#connection.token);
    return call.attempt(operation, async (signal) =>
      contentOf(
        await this.#connections.send({
          method,
          url: new URL(path, this.#connection.url),
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: body === undefined ? undefined : JSON.stringify(body),
          signal,
        }),
      ),
    );
  }

  close(): void {
    this.#connections.close();
  }
}

// Yours: how the service says what it has done, and what went wrong.
function contentOf({ status, headers, body }: HttpAnswer): unknown {
  const text = body.toString('utf8');
  if (status < 300) return text === '' ? undefined : JSON.parse(text);
  const { code, message } = errorIn(text);
  const said = message ?? `The service answered with HTTP ${status}, and said no more.`;
  throw new AcmeCloudError(status, code, said, headers['x-request-id'], retryAfterMs(headers['retry-after']));
}

/** The fields of `{"error": {"code", "message"}}`; nothing of what is no answer of the service. */
function errorIn(text: string): { readonly code?: string; readonly message?: string } {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // A page of something on the way. It has no code, and `classify` knows it by that.
    return {};
  }
  const error: unknown = Reflect.get(Object(answer), 'error');
  const code: unknown = Reflect.get(Object(error), 'code');
  const message: unknown = Reflect.get(Object(error), 'message');
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}

/** RFC 9110, 10.2.3, the form in seconds. */
function retryAfterMs(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) * 1_000 : undefined;
}
