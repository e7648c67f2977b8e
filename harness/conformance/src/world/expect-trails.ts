import type { Plugin, Writers } from '@certctl/plugin-api';
import { expectThat } from '../kernel/expect.js';

/** @throws CaseFailure when a record of who wrote does not say of itself what a reader has to know */
export function expectTrails({ trails }: Writers, { permissions }: Plugin): void {
  expectThat('the records', trails.length > 0, 'at least one', trails.length);
  const declared = permissions.map(({ operation }) => operation);
  for (const { title, shows, misses, source, lagMs, operation } of trails) {
    expectThat(
      'title, what it shows, and what it misses',
      [title, shows, misses, source].every((text) => text.trim() !== ''),
      'texts',
      title,
    );
    expectThat(`how late ${title} is`, lagMs >= 0, 'milliseconds', lagMs);
    expectThat(`the call that reads ${title}`, declared.includes(operation), 'a declared one', operation);
  }
}
