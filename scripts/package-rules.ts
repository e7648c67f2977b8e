/**
 * Which packages of the workspace a package may import, by folder; the first pattern that matches holds.
 * Dependencies point toward plugin-api. A package that no pattern names may import every package, except
 * what `NEVER_TOGETHER` forbids.
 */
export const MAY_IMPORT: readonly { readonly folder: RegExp; readonly packages: readonly string[] }[] = [
  { folder: /^packages\/plugin-api$/, packages: [] },
  { folder: /^packages\/certificate$/, packages: ['@certctl/plugin-api'] },
  { folder: /^packages\/engine$/, packages: ['@certctl/plugin-api', '@certctl/certificate'] },
  { folder: /^packages\/plugin-http$/, packages: ['@certctl/plugin-api'] },
  { folder: /^packages\/plugin-aws$/, packages: ['@certctl/plugin-api', '@certctl/plugin-http'] },
  { folder: /^packages\/key-[^/]+$/, packages: ['@certctl/plugin-api', '@certctl/plugin-http'] },
  {
    folder: /^packages\/persistence$/,
    packages: ['@certctl/plugin-api', '@certctl/engine'],
  },
  {
    folder: /^plugins\/[^/]+$/,
    packages: ['@certctl/plugin-api', '@certctl/certificate', '@certctl/plugin-http', '@certctl/plugin-aws'],
  },
  // A double that read certificates with the code under test would share its mistakes.
  { folder: /^harness\/emulators$/, packages: [] },
  { folder: /^harness\/reference$/, packages: ['@certctl/plugin-api', '@certctl/certificate'] },
  // It is given plugins, and knows none: what it proves of ours it proves of a stranger's.
  {
    folder: /^harness\/conformance$/,
    packages: [
      '@certctl/plugin-api',
      '@certctl/certificate',
      '@certctl/engine',
      '@certctl/emulators',
      '@certctl/reference',
    ],
  },
  { folder: /^harness\/containers$/, packages: ['@certctl/conformance'] },
];

/** Programs: they share the packages below them, and nothing of each other. */
export const NEVER_TOGETHER: readonly string[] = ['certctl', '@certctl/agent', '@certctl/server'];

/** Libraries that are allowed in one place only. */
export const CONFINED: readonly {
  readonly library: string;
  readonly to: RegExp;
  readonly why: string;
}[] = [
  {
    library: 'tsyringe',
    to: /^packages\/engine\/src\//,
    why: 'only the engine knows the container; plugins and programs are plain objects',
  },
  ...['kysely', 'libsql', 'pg'].map((library) => ({
    library,
    to: /^packages\/persistence\/src\//,
    why: 'one package knows the databases',
  })),
  {
    library: '@peculiar/x509',
    to: /^(?:packages\/certificate\/src\/issue|harness\/emulators\/src)\//,
    why: 'deploys parse with node:crypto; this library issues test material',
  },
];

/** Parts of tsyringe that make state nobody owns, or that need type metadata which esbuild does not emit. */
export const FORBIDDEN_OF_TSYRINGE: readonly string[] = ['singleton', 'autoInjectable', 'delay'];

/** Where the global container may be imported, to make a child of it; check-container looks at the use. */
export const COMPOSITION = /^packages\/engine\/src\/composition\//;

/** What plugin-api may import beside Node's own modules: types, and nothing at run time. */
export const TYPES_FOR_PLUGIN_API: readonly string[] = ['@standard-schema/spec'];
