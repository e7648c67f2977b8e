import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat, expectThere } from '../../kernel/expect.js';

export default defineCase({
  slug: 'bind/tells-who-pointed',
  level: 'capability',
  kind: 'binding',
  requires: [{ capability: 'writers', is: [true] }],
  title:
    'The record of who pointed a consumer is read to its end: it shows our own bind, and tells that of somebody else as theirs.',
  why: 'A consumer that is pointed elsewhere at night is pointed back by the next deploy, and nobody learns by whom.',
  source: 'the contract: Writers, Trail.read',
  remedy:
    'Yield every change of the consumer within the window, and give self() as the record spells its principals.',
  async run(world) {
    world.need('recordsWriters');
    const target = await world.bound('one');
    await world.deployed({ target });
    await world.consumers.point('web', 'one', await world.issue({ names: ['theirs.example.com'] }));
    const { places, verdict } = await world.engine.writers(target);
    const consumer = expectThere(
      'the place of the consumer',
      places.find(({ kind }) => kind === 'consumer'),
    );
    expectEqual('whether a record of what it uses was read to the end', consumer.known, true);
    const ours = consumer.writes.filter(({ writer }) => writer !== 'other');
    expectThat('changes that are ours', ours.length > 0, 'at least one', ours.length);
    const others = consumer.writes.filter(({ writer }) => writer === 'other');
    expectEqual('changes by somebody else', others.length, 1);
    expectEqual('the verdict', verdict, 'others');
    expectEqual('requests that would change something', world.writes().length, 0);
  },
});
