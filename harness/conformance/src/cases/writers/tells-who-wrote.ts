import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat, expectThere } from '../../kernel/expect.js';

export default defineCase({
  slug: 'writers/tells-who-wrote',
  level: 'capability',
  kind: 'store',
  requires: [{ capability: 'writers', is: [true] }],
  title:
    'The record of who wrote is read to its end: it knows our own write by its request, and tells that of somebody else as theirs.',
  why: 'Two who write to one certificate undo each other, and each finds out by an outage.',
  source: 'the contract: Writers, Trail.read',
  remedy:
    'Yield every write to the place within the window; name our requests with withRequestNames, and give self() as the record spells its principals.',
  async run(world) {
    world.need('recordsWriters');
    const overwrite = world.need('overwrite');
    const target = world.target('web');
    const { reference } = await world.deployed({ target });
    const alone = await world.engine.writers(target);
    expectEqual('the verdict when nobody else wrote', alone.verdict, 'alone');
    await overwrite(reference, await world.issue());
    const report = await world.engine.writers(target);
    const place = expectThere('the place of the certificate', report.places[0]);
    expectEqual('whether a record of its content was read to the end', place.known, true);
    const ours = place.writes.filter(({ writer }) => writer === 'this');
    expectThat('writes that are known by their request', ours.length > 0, 'at least one', ours.length);
    expectEqual(
      'who our own writes are by',
      [...new Set(ours.map(({ principal }) => principal))],
      [place.self ?? 'somebody who is told'],
    );
    expectEqual('others who wrote', report.others.length, 1);
    expectEqual('the verdict when somebody else wrote', report.verdict, 'others');
    expectEqual('requests that would change something', world.writes().length, 0);
  },
});
