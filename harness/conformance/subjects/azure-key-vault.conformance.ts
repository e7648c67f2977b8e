import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { defineConformance } from '../src/doors/vitest.js';
import { fakeVault } from '../src/environments/index.js';
import { SELECTED } from './selected.js';

defineConformance({ plugin: azureKeyVault, environment: fakeVault(), ...SELECTED });
