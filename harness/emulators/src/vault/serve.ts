import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { serveFakeVault } from './serve-fake-vault.js';

/** Entry of its own process: `node dist/vault/serve.js --port 8443 --token any`. Ends on SIGINT and SIGTERM. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8443' },
    host: { type: 'string', default: '127.0.0.1' },
    vault: { type: 'string' },
    token: { type: 'string', multiple: true, default: [] },
    'tls-key': { type: 'string' },
    'tls-cert': { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
});

const [key, cert] = [values['tls-key'], values['tls-cert']];

const emulator = await serveFakeVault({
  port: Number(values.port),
  host: values.host,
  ...(values.vault === undefined ? {} : { vault: values.vault }),
  principals: values.token.map((token) => ({ token })),
  ...(key === undefined || cert === undefined
    ? {}
    : { tls: { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } }),
  log: (line) => {
    if (!values.quiet) process.stdout.write(`${line}\n`);
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => emulator.close());
