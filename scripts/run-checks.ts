import { isTest, repositoryPaths } from './repository.js';
import { runCommand } from './run-command.js';

/** Every script of the house rules; a new one is found by its name. */
const checks = repositoryPaths().filter((path) => /^scripts\/check-[^/]+\.ts$/.test(path) && !isTest(path));

for (const check of checks) {
  const { code, output } = await runCommand('tsx', [check]);
  process.stdout.write(output);
  if (code !== 0) process.exitCode = 1;
}
