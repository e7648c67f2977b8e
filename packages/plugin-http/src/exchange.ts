import type { IncomingHttpHeaders } from 'node:http';
import { type Clock, deadlineOf, type HttpSettings } from '@certctl/plugin-api';
import type { Dispatcher } from 'undici';
import { asNodeError } from './as-node-error.js';

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; values of a repeated header are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface ExchangeInput {
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly http: HttpSettings;
}

/** One request and its answer, from the queue of a connection to the last byte. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #input: ExchangeInput;
  readonly #chunks: Buffer[] = [];
  #status = 0;
  #headers: Record<string, string> = {};
  #controller: Dispatcher.DispatchController | undefined;
  #ended = false;

  constructor(input: ExchangeInput) {
    this.#input = input;
    if (input.signal?.aborted) this.#abort();
    else input.signal?.addEventListener('abort', this.#abort, { once: true });
  }

  /** Nothing is to be sent any more. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * The last moment before the request is written. A process that was stopped and goes on may be here before
   * its timers are: what was to be sent by then is sent no more.
   */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    const { signal, clock } = this.#input;
    const deadline = signal && deadlineOf(signal);
    if (deadline !== undefined && clock.now() >= deadline) this.#fail(tooLate());
    if (this.#ended) controller.abort(tooLate());
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // What comes before the answer itself, such as 103, has headers of its own.
    if (status < 200) return;
    this.#status = status;
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.#headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (!this.#end()) return;
    const [only] = this.#chunks;
    const body = only && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    this.#input.resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(asNodeError(error, this.#input.http.connectTimeoutMs));
  }

  readonly #abort = (): void => {
    const reason: unknown = this.#input.signal?.reason;
    this.#fail(reason);
    this.#controller?.abort(reason instanceof Error ? reason : tooLate());
  };

  #fail(error: unknown): void {
    if (this.#end()) this.#input.reject(error);
  }

  #end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.#input.signal?.removeEventListener('abort', this.#abort);
    return true;
  }
}

function tooLate(): Error {
  return new DOMException('the time for this request had passed before it was sent', 'TimeoutError');
}
