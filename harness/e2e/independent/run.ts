import { awsCliSuite } from './aws-cli-suite.js';
import { azureKeyVaultSuite } from './azure-keyvault-suite.js';
import { azureRecoverySuite } from './azure-recovery-suite.js';
import { Checks } from './checks.js';
import { cloudTrailSuite } from './cloudtrail-suite.js';
import { elbv2Suite } from './elbv2-suite.js';
import { kmsSuite } from './kms-suite.js';
import { lowkeySuite } from './lowkey-suite.js';
import { motoSuite } from './moto-suite.js';
import { type PythonTools, pythonTools } from './python-tools.js';
import { recoverySuite } from './recovery-suite.js';
import { refusalsSuite } from './refusals-suite.js';

/**
 * Our engine against a double that others wrote, and our double against clients that others wrote: what
 * one mistake of ours in both would hide. Never skipped in silence: without its tools it fails.
 */
async function main(): Promise<number> {
  let tools: PythonTools;
  try {
    tools = await pythonTools();
  } catch (error) {
    console.error(`certctl: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  const checks = new Checks();
  const suites = [
    ...[motoSuite, awsCliSuite, refusalsSuite, recoverySuite, elbv2Suite, kmsSuite, cloudTrailSuite],
    ...[azureKeyVaultSuite, azureRecoverySuite, lowkeySuite],
  ];
  for (const suite of suites) {
    try {
      await suite(checks, tools);
    } catch (error) {
      await checks.check(`${suite.name} could be run`, () => Promise.reject(error));
    }
  }
  console.log(`\n${checks.summary()}`);
  return checks.failed === 0 ? 0 : 1;
}

// A server or a pipe that is still open must not hold the end.
process.exit(await main());
