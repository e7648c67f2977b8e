import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

export default defineCase({
  slug: 'calls/declared-writes-are-writes',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'What is declared as a read changes nothing at the service, and what is declared as a write is known as one.',
  why: 'A lost answer of a read is asked again. A write under that name is sent twice.',
  source: 'the contract: Permission.effect',
  remedy: 'Declare the effect that the operation has.',
  async run(world) {
    await world.deployed();
    await world.deployed();
    const wrong = world.stage.wire().filter(({ operations, write, handshake }) => {
      const declared = world.plugin.permissions.filter(({ operation }) => operations.includes(operation));
      return (
        !handshake && declared.length > 0 && !declared.some(({ effect }) => (effect === 'write') === write)
      );
    });
    expectEqual(
      'requests whose declared effect is another',
      [...new Set(wrong.map(({ exchange }) => exchange.operation))],
      [],
    );
  },
});
