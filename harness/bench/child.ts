import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

const TSX = createRequire(import.meta.url).resolve('tsx');

/** A process that answers orders, one at a time. */
export class Child {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** @param nodeArgs further arguments of node */
  static async start(
    script: string,
    args: readonly string[] = [],
    nodeArgs: readonly string[] = [],
  ): Promise<Child> {
    const child = fork(script, args, {
      execArgv: ['--import', TSX, ...nodeArgs],
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    const started = new Child(child);
    await started.#next();
    return started;
  }

  /** What the child answers; its error is thrown here. */
  async ask<Answer>(order: unknown): Promise<Answer> {
    const answered = this.#next();
    this.#process.send(order as object);
    const message = await answered;
    if ('error' in message) throw new Error(message.error);
    // The child's handler and the caller share the types of their orders.
    return message.answer as Answer;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.disconnect();
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 5_000);
    await exited;
    clearTimeout(timer);
  }

  async #next(): Promise<Message> {
    const stopped = new AbortController();
    try {
      return await Promise.race([
        once(this.#process, 'message', { signal: stopped.signal }).then(([message]) => message as Message),
        once(this.#process, 'exit', { signal: stopped.signal }).then(([code, signal]) => {
          throw new Error(`a process of the bench ended by itself with ${signal ?? code}`);
        }),
      ]);
    } finally {
      stopped.abort();
    }
  }
}

type Message = { readonly answer: unknown } | { readonly error: string };

/** Answers the parent's orders in a process that `Child.start` has begun, until the parent lets go of it. */
export function answerOrders<Order>(
  carryOut: (order: Order) => Promise<unknown>,
  end: () => Promise<void>,
): void {
  process.on('message', (order: Order) => {
    carryOut(order).then(
      (answer) => process.send?.({ answer: answer ?? null }),
      (error: unknown) =>
        process.send?.({ error: error instanceof Error ? (error.stack ?? '') : String(error) }),
    );
  });
  process.once('disconnect', () => {
    void end().finally(() => process.exit());
  });
  process.send?.({ answer: 'ready' });
}
