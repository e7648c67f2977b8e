import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlugin, defaultsFor } from '@certctl/create-plugin';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { workspaceShell } from './workspace-shell.js';

const MINUTE = 60_000;
const run = workspaceShell();

let room: string;
beforeAll(async () => {
  room = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-broken-')));
  for (const kind of ['store', 'binding'] as const) {
    createPlugin(join(room, kind), { ...defaultsFor(`my-${kind}`), kind });
    await run('npm install', join(room, kind));
  }
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

/** A defect in what was made, and the case that finds it. */
const DEFECTS = [
  {
    title: 'a store that takes a missing permission for an absence',
    kind: 'store',
    path: 'src/stored-certificate.ts',
    from: "isFailure(error, 'absent')",
    to: "isFailure(error, 'absent', 'refused')",
    slug: 'errors/forbidden-is-not-absent',
  },
  {
    title: 'a binding that is settled before it has rolled out what it was given',
    kind: 'binding',
    path: 'src/binding.ts',
    from: 'certificate !== wanted.reference',
    to: 'certificate === undefined',
    slug: 'bind/lost-answer-is-looked-at',
  },
] as const;

it.each(DEFECTS)(
  'finds $title',
  async ({ kind, path, from, to, slug }) => {
    const file = join(room, kind, path);
    const right = readFileSync(file, 'utf8');
    const cases = `npx vitest run test/conformance.test.ts -t ${slug}`;
    expect(await run(cases, join(room, kind))).toMatchObject({ code: 0 });
    expect(right.split(from)).toHaveLength(2);
    writeFileSync(file, right.replace(from, to));
    const { code, output } = await run(cases, join(room, kind));
    expect(code).toBe(1);
    expect(output).toContain(slug);
    expect(output).toMatch(/expected .*, observed /);
  },
  5 * MINUTE,
);
