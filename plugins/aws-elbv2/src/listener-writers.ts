import type { Writers } from '@certctl/plugin-api';
import { type CloudTrail, cloudTrailWriters } from '@certctl/plugin-aws';
import { type ListenerConfig, listenerOf } from './config.js';

/**
 * What changes the certificates of a listener, and is recorded.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/logging-using-cloudtrail.html
 */
const OPERATIONS = {
  ModifyListener: 'the listener: its default certificate, or its other settings',
  AddListenerCertificates: 'the list of certificates',
  RemoveListenerCertificates: 'the list of certificates',
  DeleteListener: 'the listener: deleted',
  DeleteLoadBalancer: 'the load balancer: deleted',
};

/** Who changed a listener, or took its load balancer away. */
export function listenerWriters(config: ListenerConfig, trail: CloudTrail): Writers {
  const { loadBalancer } = listenerOf(config);
  return cloudTrailWriters(trail, {
    eventSource: 'elasticloadbalancing.amazonaws.com',
    operations: OPERATIONS,
    what: 'the listener',
    matches: ({ requestParameters }) =>
      requestParameters?.listenerArn === config.listener_arn ||
      requestParameters?.loadBalancerArn === loadBalancer,
  });
}
