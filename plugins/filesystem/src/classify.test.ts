import { describe, expect, it } from 'vitest';
import { CallDouble } from './call-double.fixture.js';
import { attempt, classify } from './classify.js';
import { NotDurable } from './file-errors.js';

const error = (code: string) => Object.assign(new Error(`${code}: no`), { code });

describe('classify', () => {
  it.each([
    ['EACCES', 'refused'],
    ['EPERM', 'refused'],
    ['ENOSPC', 'refused'],
    ['EDQUOT', 'refused'],
    ['EROFS', 'refused'],
    ['EISDIR', 'refused'],
    ['ELOOP', 'refused'],
    ['ENOTDIR', 'refused'],
    ['ENAMETOOLONG', 'refused'],
    ['EXDEV', 'refused'],
    ['ENOENT', 'absent'],
    ['EBUSY', 'conflict'],
    ['EMFILE', 'throttled'],
    ['EIO', 'broken'],
    ['ESTALE', 'broken'],
    ['UnknownCommand', 'refused'],
    ['CommandFailed', 'refused'],
    ['CommandTimedOut', 'broken'],
    ['toString', 'broken'],
  ])('takes %s for %s', (code, expected) => {
    expect(classify(error(code))).toMatchObject({ class: expected, code });
  });

  it('takes only EACCES and EPERM for missing permissions', () => {
    const permissions = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].map(
      (code) => classify(error(code)).permission,
    );
    expect(permissions).toEqual([true, true, undefined, undefined]);
  });

  it('knows nothing of what it does not know', () => {
    expect(classify(new NotDurable('x'))).toMatchObject({ class: 'broken', code: 'NotDurable' });
    expect(classify(error('EIO')).message).toBe('no');
    expect(classify('text')).toEqual({ class: 'broken', code: 'unknown', message: 'text' });
    expect(classify(new TypeError('x'))).toMatchObject({ class: 'broken', code: 'TypeError' });
  });
});

describe('an attempt', () => {
  it('lets errors without a better remedy through as they are', async () => {
    const call = new CallDouble();
    const broken = attempt(call, 'filesystem:Read', () => Promise.reject(error('EIO')));
    await expect(broken).rejects.toMatchObject({ code: 'service_broken', retryable: true });
    await expect(attempt(call, 'filesystem:Copy', async () => {})).rejects.toMatchObject({
      code: 'call_undeclared',
    });
  });
});
