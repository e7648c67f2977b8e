/** Both emulators in one file, for an image: `node emulators.mjs acm --port 4599`. The first word says which. */
const [service] = process.argv.splice(2, 1);

switch (service) {
  case 'acm':
    await import('./acm/serve.js');
    break;
  case 'vault':
    await import('./vault/serve.js');
    break;
  default:
    process.stderr.write(`there is no ${service ?? 'emulator without a name'}; there are acm and vault\n`);
    process.exitCode = 2;
}
