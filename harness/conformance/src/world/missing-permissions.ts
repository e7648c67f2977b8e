import type { Outcome } from '@certctl/engine';
import type { Permission } from '@certctl/plugin-api';
import { CannotProve } from '../kernel/case-failure.js';
import { expectEqual, expectThat } from '../kernel/expect.js';
import type { World } from './world.js';

/** The error of a deploy without a permission: it names the call, and the statement that grants it. */
export function expectNamesPermission(outcome: Outcome, { operation, grant }: Permission): void {
  const error = 'error' in outcome ? outcome.error : undefined;
  expectEqual(`the call that is named without ${operation}`, error?.operation, operation);
  if (!grant) return;
  expectThat(
    `the remedy without ${operation}`,
    error?.remedy.includes(JSON.stringify(grant)) === true,
    'the statement that grants it',
    error?.remedy,
  );
}

/** Required permissions, each of which is missing for one deploy. */
export class MissingPermissions {
  readonly #cannot: string[] = [];
  #tried = 0;
  #met = 0;

  constructor(
    private readonly world: World,
    private readonly effect: Permission['effect'],
  ) {}

  get required(): readonly Permission[] {
    return this.world.plugin.permissions.filter(
      ({ need, effect }) => need === 'required' && effect === this.effect,
    );
  }

  /**
   * Deploys while a permission is missing.
   * @returns undefined where the service cannot refuse it; `isMet` when the deploy asked for it
   */
  async without(
    { operation }: Permission,
    deploy: () => Promise<Outcome>,
  ): Promise<{ readonly outcome: Outcome; readonly isMet: boolean } | undefined> {
    const { stage } = this.world;
    this.#tried += 1;
    const armed = stage.arm({ operation, shape: '403', times: 'for-good' });
    if ('impossible' in armed) {
      this.#cannot.push(armed.impossible);
      return undefined;
    }
    const outcome = await deploy();
    stage.heal();
    const isMet = armed.used() > 0;
    if (isMet) this.#met += 1;
    return { outcome, isMet };
  }

  /** @throws CannotProve where none could be refused; CaseFailure when no deploy asked for any */
  end(): void {
    const [why] = this.#cannot;
    if (why !== undefined && this.#cannot.length === this.#tried) throw new CannotProve(why);
    expectThat(`required ${this.effect}s that were met`, this.#met > 0, 'at least one', this.#met);
  }
}
