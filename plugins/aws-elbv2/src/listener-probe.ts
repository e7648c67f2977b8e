import { readCertificate, sameCertificate } from '@certctl/certificate';
import {
  type Call,
  type CertificateFacts,
  type FailedCall,
  isFailure,
  type PluginServices,
  type Settled,
} from '@certctl/plugin-api';
import { type HandshakeOptions, handshake } from './handshake.js';
import type { ProbeEndpoint } from './probe-endpoint.js';

/** How often an endpoint is asked before it counts as out of reach. */
const ROUNDS = 2;
const INTERVAL_MS = 500;

type Key = NonNullable<HandshakeOptions['key']>;

/** Looks from outside at what a listener serves. */
export class ListenerProbe {
  readonly #timeoutMs: number;

  constructor({ http }: Pick<PluginServices, 'http'>) {
    this.#timeoutMs = http.connectTimeoutMs;
  }

  /** What is served, or why the endpoint could not be asked. */
  async look(
    endpoint: ProbeEndpoint,
    call: Call,
  ): Promise<{ readonly serves: Uint8Array } | { readonly unreachable: string }> {
    for (let round = 1; ; round++) {
      try {
        return { serves: await this.#ask(endpoint, call) };
      } catch (error) {
        if (!isUnanswered(error)) throw error;
        if (round >= ROUNDS) return { unreachable: error.failure.message };
      }
      await call.wait(INTERVAL_MS);
    }
  }

  /** Whether the leaf is served. */
  async serves(leaf: Uint8Array, endpoint: ProbeEndpoint, call: Call): Promise<Settled> {
    const shown = await this.#ask(endpoint, call);
    if (sameCertificate(shown, leaf)) return { settled: true };
    const seen = readCertificate(shown);
    // Of certificates for one name the load balancer chooses by what the client can do, EC before RSA:
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
    const key = keyOf(readCertificate(leaf));
    if (key !== undefined && keyOf(seen) !== key && (await this.#servesTo(key, leaf, endpoint, call))) {
      return { settled: true };
    }
    return { settled: false, shows: `the certificate with the serial ${seen.serial} in a handshake` };
  }

  /** Whether a client is shown the leaf that takes certificates with this kind of key only. */
  async #servesTo(key: Key, leaf: Uint8Array, endpoint: ProbeEndpoint, call: Call): Promise<boolean> {
    try {
      return sameCertificate(await this.#ask(endpoint, call, { key }), leaf);
    } catch (error) {
      // A listener that has no such certificate ends the handshake.
      if (!isUnanswered(error)) throw error;
      return false;
    }
  }

  #ask(
    endpoint: ProbeEndpoint,
    call: Call,
    options: Pick<HandshakeOptions, 'key'> = {},
  ): Promise<Uint8Array> {
    return call.attempt('tls:Handshake', (signal) =>
      handshake(endpoint, { signal, timeoutMs: this.#timeoutMs, ...options }),
    );
  }
}

/** `absent` is a handshake that failed, `broken` one that outlived the time for a request. */
function isUnanswered(error: unknown): error is FailedCall {
  return isFailure(error, 'absent', 'broken');
}

function keyOf({ keyAlgorithm }: CertificateFacts): Key | undefined {
  if (keyAlgorithm.startsWith('RSA-')) return 'RSA';
  return keyAlgorithm.startsWith('EC-') ? 'EC' : undefined;
}
