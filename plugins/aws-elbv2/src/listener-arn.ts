import { partitionOf } from '@certctl/plugin-aws';

/** The parts of the ARN of a listener. */
export interface ListenerArn {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly type: 'application' | 'network';
  /** Name of the load balancer. */
  readonly name: string;
  readonly id: string;
  /** ARN of the load balancer, as `InUseBy` of a certificate in ACM names it. */
  readonly loadBalancer: string;
}

/**
 * `arn:<partition>:elasticloadbalancing:<region>:<account>:listener/<app|net>/<name>/<id>/<listener id>`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
const PATTERN =
  /^(arn:(aws[a-z-]*):elasticloadbalancing:([a-z0-9-]+):(\d{12}):)listener\/((app|net)\/([A-Za-z0-9-]{1,32})\/[0-9a-f]{16})\/([0-9a-f]{16})$/;

/** Undefined for what is not the ARN of a listener of an Application or a Network Load Balancer. */
export function parseListenerArn(text: string): ListenerArn | undefined {
  const [, prefix, partition, region, account, path, kind, name, id] = PATTERN.exec(text) ?? [];
  if (!prefix || !partition || !region || !account || !path || !name || !id) return undefined;
  const type = kind === 'net' ? 'network' : 'application';
  return { partition, region, account, type, name, id, loadBalancer: `${prefix}loadbalancer/${path}` };
}

/** Why the text cannot name the listener of a binding; undefined when it can. */
export function listenerArnProblem(text: string): string | undefined {
  const arn = parseListenerArn(text);
  if (!arn) {
    return `"${text}" is not the ARN of a listener of an Application or a Network Load Balancer; it must look like arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/0123456789abcdef/0123456789abcdef`;
  }
  const partition = partitionOf(arn.region);
  return arn.partition === partition
    ? undefined
    : `the ARN is of partition ${arn.partition}, but region ${arn.region} belongs to partition ${partition}`;
}
