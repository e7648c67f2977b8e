import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultBook, type FaultTurn } from './fault-book.js';

function applied(on: FaultTurn | undefined, calls: number): boolean[] {
  const book = new FaultBook<{ kind: 'reset' }>();
  book.add({ operation: 'Import', kind: 'reset', ...(on === undefined ? {} : { on }) });
  return Array.from({ length: calls }, () => book.take('Import').length > 0);
}

describe('a fault', () => {
  it('is for the next call unless a turn is given', () => {
    expect(applied(undefined, 3)).toEqual([true, false, false]);
  });

  it('can be for the nth call', () => {
    expect(applied({ nth: 2 }, 3)).toEqual([false, true, false]);
  });

  it('can be for some calls, after others', () => {
    expect(applied({ times: 2, after: 1 }, 4)).toEqual([false, true, true, false]);
  });

  it('can be for every nth call, for ever', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 60 }), (every, calls) => {
        expect(applied({ every }, calls).filter(Boolean)).toHaveLength(Math.floor(calls / every));
      }),
    );
  });

  it('does not count the calls of another operation', () => {
    const book = new FaultBook<{ kind: 'reset' }>();
    const fault = book.add({ operation: 'Import', kind: 'reset', on: { nth: 2 } });
    book.take('Import');
    book.take('Describe');
    expect(book.take('Import')).toHaveLength(1);
    expect(fault.used).toBe(1);
    expect(book.reports()).toEqual([{ id: 1, operation: 'Import', kind: 'reset', seen: 2, used: 1 }]);
  });

  it('says that it was not used', () => {
    const book = new FaultBook<{ kind: 'reset' }>();
    const fault = book.add({ operation: 'Delete', kind: 'reset' });
    book.take('Import');
    expect(fault.used).toBe(0);
  });

  it('can be taken away', () => {
    const book = new FaultBook<{ kind: 'reset' }>();
    book.add({ operation: '*', kind: 'reset', on: { every: 1 } }).remove();
    expect(book.take('Import')).toEqual([]);
  });
});
