import { describe, expect, it } from 'vitest';
import { objectOr, oneOf, settingReader } from './setting-reader.js';

interface Settings {
  readonly order: string;
  readonly late: object | null;
  readonly pageSize: number;
  readonly firewall: boolean;
}

const read = settingReader<Settings>(
  { order: 'as-sent', late: null, pageSize: 25, firewall: false },
  { order: oneOf('as-sent', 'reversed'), late: objectOr('null or {"ms":n}', null) },
);

describe('settings that came as JSON', () => {
  it('are read, and those that are left out are not in them', () => {
    const given = { order: 'reversed', late: { ms: 5 }, pageSize: 2, firewall: true };
    expect(read(given)).toEqual(given);
    expect(read({ late: null })).toEqual({ late: null });
  });

  it.each([
    [null, 'settings are a JSON object'],
    [[], 'settings are a JSON object'],
    [{ page: 2 }, 'page is no setting; there are order, late, pageSize, firewall'],
    [{ order: 'sorted' }, 'order is as-sent or reversed'],
    [{ late: 5 }, 'late is null or {"ms":n}'],
    [{ late: [] }, 'late is null or {"ms":n}'],
    [{ pageSize: '2' }, 'pageSize is a number of milliseconds or entries'],
    [{ firewall: 1 }, 'firewall is a boolean'],
  ])('%j is refused, and it is said why', (given, message) => {
    expect(() => read(given)).toThrow(new TypeError(message));
  });
});
