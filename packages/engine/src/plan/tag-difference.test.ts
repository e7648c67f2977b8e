import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addedTags, missingTags } from './tag-difference.js';

// Few names, so that the two sets overlap; `__proto__` and `constructor` are legal names of tags.
const tags = fc.dictionary(
  fc.constantFrom('env', 'team', 'certctl-managed-by', 'constructor', 'toString'),
  fc.constantFrom('', 'a', 'b'),
);

describe('the difference of tags', () => {
  it('added to what is there gives all that is wanted, and changes nothing else', () => {
    fc.assert(
      fc.property(tags, tags, (present, wanted) => {
        const after = { ...present, ...missingTags(present, wanted) };
        expect(after).toMatchObject(wanted);
        for (const [name, value] of Object.entries(present)) {
          if (!Object.hasOwn(wanted, name)) expect(after[name]).toBe(value);
        }
      }),
    );
  });

  it('is empty exactly when everything wanted is there', () => {
    fc.assert(
      fc.property(tags, tags, (present, wanted) => {
        const complete = Object.entries(wanted).every(
          ([name, value]) => Object.hasOwn(present, name) && present[name] === value,
        );
        expect(Object.keys(missingTags(present, wanted)).length === 0).toBe(complete);
      }),
    );
  });

  it('names as added only what was not there before', () => {
    expect(addedTags({ env: 'b', mine: 'x' }, { env: 'a' })).toEqual(['mine']);
  });
});
