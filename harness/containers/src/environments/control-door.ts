/** The door by which one of our doubles is controlled from outside of its process, and not asked as the service. */
export class ControlDoor {
  constructor(private readonly url: string) {}

  /** Everything that is held, as JSON. */
  state(): Promise<unknown> {
    return this.#ask('GET', 'state');
  }

  async settings(settings: object): Promise<void> {
    await this.#ask('POST', 'settings', settings);
  }

  async reset(): Promise<void> {
    await this.#ask('POST', 'reset', {});
  }

  async #ask(method: string, route: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}/_certctl/${route}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`the emulator refused ${method} ${route}: ${await answer.text()}`);
    return answer.json();
  }
}
