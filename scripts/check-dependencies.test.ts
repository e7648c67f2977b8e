import { describe, expect, it } from 'vitest';
import { checkCompilerOptions, checkDependencies } from './check-dependencies.js';

const packages = [
  { folder: 'packages/plugin-api', manifest: { name: '@certctl/plugin-api', exports: { '.': {} } } },
  {
    folder: 'packages/certificate',
    manifest: {
      name: '@certctl/certificate',
      exports: { '.': {}, './issue': {} },
      dependencies: { '@certctl/plugin-api': 'workspace:*', '@peculiar/x509': '1.0.0' },
    },
  },
  {
    folder: 'packages/engine',
    manifest: {
      name: '@certctl/engine',
      exports: { '.': {} },
      dependencies: { tsyringe: '1.0.0', '@certctl/certificate': 'workspace:*' },
      devDependencies: { '@certctl/reference': 'workspace:*' },
    },
  },
  {
    folder: 'plugins/aws-acm',
    manifest: {
      name: '@certctl/plugin-aws-acm',
      exports: { '.': {} },
      dependencies: { '@certctl/engine': 'workspace:*', '@certctl/plugin-api': 'workspace:*' },
    },
  },
  { folder: 'packages/agent', manifest: { name: '@certctl/agent', exports: { '.': {} } } },
  {
    folder: 'packages/server',
    manifest: { name: '@certctl/server', dependencies: { '@certctl/agent': 'workspace:*' } },
  },
  { folder: 'harness/reference', manifest: { name: '@certctl/reference', exports: { '.': {} } } },
];
const root = { name: 'root', devDependencies: { vitest: '1.0.0' } };

function rulesBroken(path: string, text: string): string[] {
  return checkDependencies([{ path, text }], { packages, root }).map(({ rule }) => rule);
}

describe('check-dependencies', () => {
  it('accepts a declared import that points down', () => {
    expect(
      rulesBroken('plugins/aws-acm/src/a.ts', "import { definePlugin } from '@certctl/plugin-api';"),
    ).toEqual([]);
  });

  it('refuses a plugin that imports the engine, also as a type or lazily', () => {
    const broken = 'plugins/aws-acm may not depend on @certctl/engine';
    const path = 'plugins/aws-acm/src/a.ts';
    expect(rulesBroken(path, "import type { Engine } from '@certctl/engine';")).toEqual([broken]);
    expect(rulesBroken(path, "export * from '@certctl/engine';")).toEqual([broken]);
    expect(rulesBroken(path, "await import('@certctl/engine');")).toEqual([broken]);
  });

  it('names the line of the import', () => {
    const text = "import { a } from './a.js';\n\nimport { b } from '../../engine/src/b.js';\n";
    expect(checkDependencies([{ path: 'packages/certificate/src/c.ts', text }], { packages, root })).toEqual([
      {
        file: 'packages/certificate/src/c.ts',
        line: 3,
        rule: 'a relative import leaves the package: ../../engine/src/b.js',
      },
    ]);
  });

  it('lets what is only run here reach the scripts of the repository, and no other package', () => {
    const mutants = { folder: 'harness/mutants', manifest: { name: '@certctl/mutants' } };
    const context = { packages: [...packages, mutants], root };
    const check = (text: string) => checkDependencies([{ path: 'harness/mutants/run.ts', text }], context);
    expect(check("import { ROOT } from '../../scripts/repository.js';")).toEqual([]);
    expect(check("import { a } from '../../packages/engine/src/a.js';")).toHaveLength(1);
  });

  it('refuses deep imports and knows the exported entries', () => {
    const path = 'packages/engine/src/a.ts';
    expect(rulesBroken(path, "import { issue } from '@certctl/certificate/issue';")).toEqual([]);
    expect(rulesBroken(path, "import { der } from '@certctl/certificate/dist/der.js';")).toEqual([
      '@certctl/certificate does not export ./dist/der.js; deep imports are not allowed',
    ]);
  });

  it('lets tests, and only tests, use development dependencies', () => {
    const text = "import { it } from 'vitest';";
    expect(rulesBroken('packages/engine/src/a.test.ts', text)).toEqual([]);
    expect(rulesBroken('packages/engine/src/a.ts', text)).toEqual([
      'vitest is imported and not among the dependencies of @certctl/engine',
    ]);
  });

  it('keeps the programs apart', () => {
    expect(rulesBroken('packages/server/src/a.ts', "import '@certctl/agent';")).toEqual([
      '@certctl/server and @certctl/agent may share nothing but the packages below them',
    ]);
  });

  it('keeps tsyringe in the engine, without its global parts', () => {
    expect(rulesBroken('packages/engine/src/a.ts', "import { inject, container } from 'tsyringe';")).toEqual([
      "tsyringe's container is not used here",
    ]);
    expect(rulesBroken('packages/certificate/src/a.ts', "import { inject } from 'tsyringe';")).toContain(
      'tsyringe is not allowed here: only the engine knows the container; plugins and programs are plain objects',
    );
  });

  it('keeps the issuing library out of the hot path', () => {
    const text = "import { X509Certificate } from '@peculiar/x509';";
    expect(rulesBroken('packages/certificate/src/issue/leaf.ts', text)).toEqual([]);
    expect(rulesBroken('packages/certificate/src/leaf.ts', text)).toHaveLength(1);
  });

  it('lets the contract import types and nothing that runs', () => {
    const path = 'packages/plugin-api/src/a.ts';
    expect(rulesBroken(path, "import { inspect } from 'node:util';")).toEqual([]);
    expect(rulesBroken(path, "import { z } from '@standard-schema/spec';")).toContain(
      'plugin-api has no dependency at run time, and imports @standard-schema/spec',
    );
  });

  it('refuses type metadata in a compiler configuration', () => {
    const options = (value: boolean) => [
      { path: 'tsconfig.json', text: JSON.stringify({ compilerOptions: { emitDecoratorMetadata: value } }) },
    ];
    expect(checkCompilerOptions(options(true))).toHaveLength(1);
    expect(checkCompilerOptions(options(false))).toEqual([]);
  });
});
