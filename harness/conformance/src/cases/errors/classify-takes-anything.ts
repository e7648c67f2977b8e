import type { ServiceFailure } from '@certctl/plugin-api';
import { CaseFailure } from '../../kernel/case-failure.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';
import type { World } from '../../world/world.js';

function sorted({ plugin }: World, thrown: unknown): ServiceFailure {
  try {
    return plugin.classify(thrown);
  } catch (error) {
    throw new CaseFailure('classify()', 'an answer', `it threw ${String(error)}`);
  }
}

export default defineCase({
  slug: 'errors/classify-takes-anything',
  level: 'core',
  kind: 'any',
  requires: [],
  title: 'Whatever is thrown is sorted without an error, and what is not known is not taken for an answer.',
  why: 'A classifier that throws hides the failure that it was given.',
  source: "the contract: Plugin.classify must not throw; an error that it does not know is 'broken'",
  remedy: 'Read every property as unknown; end in broken.',
  async run(world) {
    const strange: readonly unknown[] = [
      undefined,
      null,
      'text',
      42,
      {},
      [],
      new Error('boom'),
      Object.create(null),
      new TypeError('x is not a function'),
    ];
    for (const thrown of strange) {
      const failure = sorted(world, thrown);
      expectEqual(
        `the class of ${String(thrown instanceof Error ? thrown : typeof thrown)}`,
        failure.class,
        'broken',
      );
      expectThat(
        'its code and message',
        typeof failure.code === 'string' && typeof failure.message === 'string',
        'texts',
        failure,
      );
    }
  },
});
