import { describe, expect, it } from 'vitest';
import { connectionOf, filesystemConfig, filesystemScope } from './config.js';

function problems(config: unknown): string[] {
  const result = filesystemConfig.safeParse(config);
  return result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('the configuration of a target', () => {
  it('takes every field, and little by default', () => {
    const all = { path: '/etc/ssl/site.pem', mode: '0640', owner: 'root', group: '99', reload: 'nginx' };
    expect(problems(all)).toEqual([]);
    expect(filesystemConfig.parse({ path: '/a' })).toEqual({ path: '/a', mode: '0600' });
  });

  it.each([
    [{}, 'path: Invalid input: expected string, received undefined'],
    [{ path: 'etc/site.pem' }, 'path: must be absolute'],
    [{ path: '/' }, 'path: must be a file'],
    [{ path: '/etc/ssl/' }, 'path: must be written without'],
    [
      { path: '/etc//site.pem' },
      'path: must be written without ., .., // and a slash at its end: /etc/site.pem',
    ],
    [{ path: '/etc/ssl/../shadow' }, 'path: must be written without'],
    [{ path: '/a\nb' }, 'path: must not hold control characters'],
    [{ path: '/a\u0000b' }, 'path: must not hold control characters'],
    [{ path: '/a', mode: 600 }, 'mode: must be a text; put it in quotes'],
    [{ path: '/a', mode: '0644' }, 'mode: must be 0400'],
    [{ path: '/a', mode: '0604' }, 'mode: must be 0400'],
    [{ path: '/a', mode: '0602' }, 'mode: must be 0400'],
    [{ path: '/a', mode: '0700' }, 'mode: must be 0400'],
    [{ path: '/a', mode: '4600' }, 'mode: must be 0400'],
    [{ path: '/a', mode: '0200' }, 'mode: must be 0400'],
    [{ path: '/a', owner: 0 }, 'owner: must be a text; put a number in quotes'],
    [{ path: '/a', group: '-1' }, 'group: must be a name'],
    [{ path: '/a', reload: 'systemctl reload nginx' }, 'reload: must be the name of a command'],
    [{ path: '/a', reload: '/bin/sh' }, 'reload: must be the name of a command'],
    [{ path: '/a', tags: {} }, ': Unrecognized key: "tags"'],
  ])('refuses %j and says where', (config, expected) => {
    expect(problems(config).join('\n')).toContain(expected);
  });

  it.each([
    ['a target', filesystemConfig, ['path', 'mode', 'owner', 'group', 'reload']],
    ['a discovery', filesystemScope, ['directory', 'recursive']],
  ])('of %s describes every field in its JSON Schema', (_, schema, names) => {
    const json = schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
    // The schema is of an object, whose properties are schemas.
    const properties = json.properties as Record<string, { description?: string }>;
    expect(Object.keys(properties)).toEqual(names);
    for (const [name, property] of Object.entries(properties))
      expect(property.description, name).toMatch(/\.$/);
  });
});

describe('connectionOf', () => {
  it('is equal for targets that differ in path and command only, however the mode is spelled', () => {
    const one = connectionOf(filesystemConfig.parse({ path: '/a', mode: '640', reload: 'x' }));
    const other = connectionOf(filesystemConfig.parse({ path: '/b', mode: '0640', owner: undefined }));
    expect(one).toStrictEqual(other);
    expect(one).toStrictEqual({ mode: '0640' });
  });
});
