import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Makes the context of the image: the Dockerfile, and our doubles with all that they import in one file. */
const target = join(import.meta.dirname, 'dist', 'image');
mkdirSync(target, { recursive: true });
copyFileSync(join(import.meta.dirname, 'image', 'Dockerfile'), join(target, 'Dockerfile'));
await build({
  entryPoints: [join(import.meta.dirname, '..', 'emulators', 'dist', 'serve.js')],
  outfile: join(target, 'emulators.mjs'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  // Some of the libraries are CommonJS, and ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
  },
});
