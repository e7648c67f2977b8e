import { awsAcm } from '@certctl/plugin-aws-acm';
import { defineConformance } from '../src/doors/vitest.js';
import { fakeAcm } from '../src/environments/index.js';
import { SELECTED } from './selected.js';

defineConformance({ plugin: awsAcm, environment: fakeAcm(), ...SELECTED });
