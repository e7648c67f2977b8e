import { parseArgs } from 'node:util';
import { serveFakeAcm } from './serve-fake-acm.js';

/** Entry of its own process: `node dist/acm/serve.js --port 4599`. Ends on SIGINT and SIGTERM. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4599' },
    host: { type: 'string', default: '127.0.0.1' },
    region: { type: 'string' },
    account: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
});

const emulator = await serveFakeAcm({
  port: Number(values.port),
  host: values.host,
  ...(values.region === undefined ? {} : { region: values.region }),
  ...(values.account === undefined ? {} : { account: values.account }),
  log: (line) => {
    if (!values.quiet) process.stdout.write(`${line}\n`);
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => emulator.close());
