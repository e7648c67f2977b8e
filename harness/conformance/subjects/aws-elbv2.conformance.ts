import { awsAcm } from '@certctl/plugin-aws-acm';
import { awsElbv2 } from '@certctl/plugin-aws-elbv2';
import { defineConformance } from '../src/doors/vitest.js';
import { fakeElbv2 } from '../src/environments/index.js';
import { SELECTED } from './selected.js';

defineConformance({ plugin: awsElbv2, environment: fakeElbv2({ store: awsAcm }), ...SELECTED });
