interface Asked {
  readonly method: string;
  /** Without a query. */
  readonly path: string;
}

interface Answered {
  readonly status: number;
  readonly body: string;
}

/**
 * lowkey-vault shows nothing of what is disabled, where the service shows all but the secret. What it said itself of a
 * version when that was last written or read is said again: a version changes by what is sent here only.
 */
export class HiddenAnswers {
  /** By the path under which it is asked for. */
  readonly #said = new Map<string, Readonly<Record<string, unknown>>>();
  /** The path of the latest version, by that of its name. */
  readonly #latest = new Map<string, string>();

  /** @returns the answer, or what is said in its place */
  reveal<T extends Answered>({ method, path }: Asked, answer: T): T {
    const at = path.replace(/\/$/, '');
    if (answer.status === 200) this.#hear(method, at, answer.body);
    if (answer.status !== 404 || !answer.body.includes('not allowed on a disabled entity')) return answer;
    const said = this.#said.get(this.#latest.get(at) ?? at);
    return said === undefined ? answer : { ...answer, status: 200, body: JSON.stringify(said) };
  }

  #hear(method: string, at: string, body: string): void {
    if (!body.includes('"cer"')) return;
    const bundle: Readonly<Record<string, unknown>> = JSON.parse(body);
    const place = new URL(String(bundle.id)).pathname;
    // An update answers without the policy.
    this.#said.set(place, { ...this.#said.get(place), ...bundle });
    const [, name] = /^(\/certificates\/[^/]+)\/import$/.exec(at) ?? [];
    if (name !== undefined) this.#latest.set(name, place);
    if (method === 'DELETE') this.#said.set(`/deleted${at.slice(1)}`, bundle);
  }
}
