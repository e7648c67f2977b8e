import type { Elbv2Operation } from '../elbv2-call.js';
import { addListenerCertificates, removeListenerCertificates } from './change-certificates.js';
import { createListener, deleteListener } from './create-listener.js';
import { createLoadBalancer, deleteLoadBalancer } from './create-load-balancer.js';
import { describeAccountLimits } from './describe-account-limits.js';
import { describeListenerCertificates } from './describe-listener-certificates.js';
import { describeListeners } from './describe-listeners.js';
import { describeLoadBalancers } from './describe-load-balancers.js';
import { describeTags } from './describe-tags.js';
import { modifyListener } from './modify-listener.js';

/** The emulated operations by their `Action`. */
export const elbv2Operations: ReadonlyMap<string, Elbv2Operation> = new Map<string, Elbv2Operation>([
  ['DescribeLoadBalancers', describeLoadBalancers],
  ['DescribeListeners', describeListeners],
  ['ModifyListener', modifyListener],
  ['DescribeListenerCertificates', describeListenerCertificates],
  ['AddListenerCertificates', addListenerCertificates],
  ['RemoveListenerCertificates', removeListenerCertificates],
  ['DescribeTags', describeTags],
  ['DescribeAccountLimits', describeAccountLimits],
  ['CreateLoadBalancer', createLoadBalancer],
  ['DeleteLoadBalancer', deleteLoadBalancer],
  ['CreateListener', createListener],
  ['DeleteListener', deleteListener],
]);
