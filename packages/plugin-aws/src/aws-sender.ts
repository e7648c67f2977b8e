import type { AwsRequestHandler } from '@certctl/plugin-http/aws';
import type { HttpRequest, HttpResponse } from '@smithy/core/protocols';

/** The parts of the SDK's clients, and of the context of a request, that are used; the same for all services. */
interface SdkClient {
  readonly config: SdkConfig;
  readonly middlewareStack: {
    add(middleware: Middleware, options: object): void;
    applyToStack(stack: object): unknown;
  };
  send(command: SdkCommand, options: SendOptions): Promise<unknown>;
}

interface SdkConfig {
  readonly protocol: {
    serializeRequest(operation: Operation, input: unknown, context: object): Promise<HttpRequest>;
    deserializeResponse(operation: Operation, context: object, response: HttpResponse): Promise<unknown>;
  };
  readonly httpAuthSchemes: readonly { readonly signer: object }[];
  readonly logger: unknown;
  signer(scheme: unknown): Promise<unknown>;
}

interface SdkCommand {
  readonly input: unknown;
  /** Kind, namespace, name, traits, input and output of the operation. */
  readonly schema?: readonly unknown[];
}

interface Operation {
  readonly namespace: unknown;
  readonly name: unknown;
  readonly traits: unknown;
  readonly input: unknown;
  readonly output: unknown;
}

interface SendOptions {
  readonly abortSignal: AbortSignal;
}

interface Passed {
  readonly request: HttpRequest;
}

interface Context {
  readonly endpointV2?: { readonly properties?: { readonly authSchemes?: readonly AuthScheme[] } };
  readonly __smithy_context?: {
    readonly selectedHttpAuthScheme?: {
      readonly httpAuthOption: { readonly signingProperties?: AuthScheme };
    };
  };
}

interface AuthScheme {
  readonly signingName?: string;
  readonly signingRegion?: string;
}

type Handler = (passed: Passed) => Promise<{ readonly response?: unknown; readonly output?: unknown }>;
type Middleware = (next: Handler, context: object) => Handler;

/** What the SDK found out on the way of the first request, and would find out anew on the way of each. */
interface Found {
  readonly endpoint: Pick<HttpRequest, 'protocol' | 'hostname' | 'port' | 'path' | 'query'>;
  readonly headers: Readonly<Record<string, string>>;
  readonly signing: object;
}

const USER_AGENTS = ['user-agent', 'x-amz-user-agent'];
const NAME = 'certctlFound';

/**
 * Sends commands of a client whose endpoint does not depend on what a command holds. The first goes all of the
 * SDK's way; those that follow are written, signed and read by the same parts of the SDK, without the assembly of
 * a stack of middleware, the resolution of the endpoint and the naming of the machine for each request, which take
 * longer than all the rest. There is no retry, no logger and no tracing on this way.
 */
export class AwsSender {
  readonly #client: SdkClient;
  readonly #handler: AwsRequestHandler;
  readonly #operations = new Map<readonly unknown[], Operation>();
  readonly #parts: Readonly<Record<'sign' | 'read', Middleware>>;
  #found: Found | undefined;

  private constructor(client: SdkClient, handler: AwsRequestHandler) {
    this.#client = client;
    this.#handler = handler;
    const middleware = middlewareOf(client);
    this.#parts = {
      sign: part(middleware, 'httpSigningMiddleware'),
      read: part(middleware, 'deserializerMiddleware'),
    };
    const { config } = client;
    const newSigner = config.signer;
    let signer: Promise<unknown> | undefined;
    // It asks for the credentials at each request, and is the same for all of them otherwise.
    config.signer = (scheme) => {
      signer ??= newSigner(scheme);
      return signer;
    };
    // Last but for the signature, when everything else has been found out.
    client.middlewareStack.add(this.#look, { name: NAME, step: 'finalizeRequest', priority: 'low' });
  }

  /** The client, sending what it is given this way. */
  static of<Client extends object>(
    client: Client,
    handler: AwsRequestHandler,
  ): Pick<Client & SdkClient, 'send'> {
    // Each client has types of its own for what all of them have; what is used of it is tried at the wire.
    const sender = new AwsSender(client as unknown as SdkClient, handler);
    const send = (command: SdkCommand, options: SendOptions) => sender.#send(command, options);
    // The parameters are wider than those of the client, and the answers are the client's own.
    return { send } as Pick<Client & SdkClient, 'send'>;
  }

  readonly #look: Middleware = (next, context) => (passed) => {
    this.#found ??= foundIn(passed.request, context, this.#client.config);
    return next(passed);
  };

  async #send(command: SdkCommand, options: SendOptions): Promise<unknown> {
    const found = this.#found;
    const { schema } = command;
    if (!found || !schema) return await this.#client.send(command, options);
    const operation = this.#operationOf(schema);
    const { protocol } = this.#client.config;
    const request = await protocol.serializeRequest(operation, command.input, {
      endpoint: async () => found.endpoint,
    });
    const { hostname, port } = request;
    Object.assign(request.headers, found.headers, {
      host: port === undefined ? hostname : `${hostname}:${port}`,
      'content-length': String(Buffer.byteLength(request.body)),
    });
    const exchange: Handler = async (signed) => {
      const { response } = await this.#handler.handle(signed.request, options);
      return { response, output: await this.#read(operation, schema, response) };
    };
    const sign = this.#parts.sign(exchange, {
      __smithy_context: {
        selectedHttpAuthScheme: {
          httpAuthOption: { signingProperties: { ...found.signing } },
          signer: this.#client.config.httpAuthSchemes[0]?.signer,
        },
      },
    });
    return (await sign({ request })).output;
  }

  /** What is no answer, or one that says no, is left to the SDK, which makes an error of it. */
  async #read(operation: Operation, schema: readonly unknown[], response: HttpResponse): Promise<unknown> {
    const { protocol, logger } = this.#client.config;
    if (response.statusCode < 300) {
      try {
        return await protocol.deserializeResponse(operation, {}, response);
      } catch {
        // The SDK meets the same error, and says more of it.
      }
    }
    const context = { logger, __smithy_context: { operationSchema: schema } };
    const request = {} as HttpRequest; // there has been one; whoever reads an answer does not look at it
    return (await this.#parts.read(async () => ({ response }), context)({ request })).output;
  }

  #operationOf(schema: readonly unknown[]): Operation {
    const known = this.#operations.get(schema);
    if (known) return known;
    const [, namespace, name, traits, input, output] = schema;
    const operation = { namespace, name, traits, input, output };
    this.#operations.set(schema, operation);
    return operation;
  }
}

/** Nothing of the request itself is kept, which may hold a key. */
function foundIn({ headers, ...request }: HttpRequest, context: Context, config: SdkConfig): Found {
  const { protocol, hostname, port, path, query } = request;
  const { endpointV2, __smithy_context: smithy } = context;
  const { signingName, signingRegion } =
    smithy?.selectedHttpAuthScheme?.httpAuthOption.signingProperties ?? {};
  const authSchemes = endpointV2?.properties?.authSchemes;
  return {
    endpoint: { protocol, hostname, path, query: { ...query }, ...(port === undefined ? {} : { port }) },
    headers: Object.fromEntries(USER_AGENTS.map((name) => [name, headers[name] ?? ''])),
    signing: {
      ...(signingName === undefined ? {} : { signingName }),
      ...(signingRegion === undefined ? {} : { signingRegion }),
      config,
      context: { endpointV2: { properties: { authSchemes } }, authSchemes },
    },
  };
}

function middlewareOf({ middlewareStack }: SdkClient): ReadonlyMap<string, Middleware> {
  const found = new Map<string, Middleware>();
  const add = (middleware: Middleware, { name }: { readonly name?: string }) => {
    if (name !== undefined) found.set(name, middleware);
  };
  middlewareStack.applyToStack({ add, addRelativeTo: add });
  return found;
}

function part(middleware: ReadonlyMap<string, Middleware>, name: string): Middleware {
  const found = middleware.get(name);
  if (found) return found;
  throw new Error(`The client of the SDK has no ${name}.`);
}
