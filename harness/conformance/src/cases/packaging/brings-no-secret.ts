import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';

/** Files that hold keys or passwords, and that nobody needs who installs a plugin. */
const NAMES =
  /(?:^|\/)(?:\.env(?:\..+)?|\.npmrc|\.netrc|id_(?:rsa|ecdsa|ed25519)|.+\.(?:p12|pfx|jks|keystore|key))$/i;

/** A key with its body: the first and last lines alone stand in code that reads keys. */
const CONTENTS: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----(?:\s|\\[nr]|["'`+,])*[A-Za-z0-9+/]{40}/,
  'an access key of AWS': /\b(?:AKIA|ASIA)(?!EXAMPLE)[A-Z2-7]{16}\b(?<!EXAMPLE)/,
  'a token of a registry': /\bnpm_[A-Za-z0-9]{36}\b|:_authToken=\S{8}/,
};

export default defineCase({
  slug: 'packaging/brings-no-secret',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'There is no private key in the archive, and no other secret.',
  why: 'An archive is public for good, and the key of a test is soon the key of something else.',
  source: 'https://docs.npmjs.com/cli/v11/using-npm/developers#keeping-files-out-of-your-package',
  remedy:
    'Leave fixtures out of `files`, or make keys where they are needed; replace the key that was published.',
  async run(world) {
    const { files, folder } = world.package();
    expectEqual(
      'files that hold secrets',
      files.filter((path) => NAMES.test(path)),
      [],
    );
    // The name of what was found and where; what it is would be one more copy of it.
    const found = files.flatMap((path) => {
      const text = readFileSync(join(folder, path), 'latin1');
      return Object.entries(CONTENTS).flatMap(([what, pattern]) =>
        pattern.test(text) ? [`${what} in ${path}`] : [],
      );
    });
    expectEqual('secrets in files', found, []);
  },
});
