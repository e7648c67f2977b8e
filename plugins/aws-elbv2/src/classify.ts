import { awsClassifier } from '@certctl/plugin-aws';

/**
 * Sorts what a call ended in. The service answers with the first of the two spellings; the SDK knows most of them by
 * the second. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html
 */
export const classify = awsClassifier({
  // For a while after a fresh import the load balancers do not know of it.
  CertificateNotFound: 'absent',
  CertificateNotFoundException: 'absent',
  ListenerNotFound: 'absent',
  ListenerNotFoundException: 'absent',
  LoadBalancerNotFound: 'absent',
  LoadBalancerNotFoundException: 'absent',
  TooManyCertificates: 'refused',
  TooManyCertificatesException: 'refused',
  // Not in the API's model, so it comes without an exception of its own.
  UnsupportedCertificate: 'refused',
  UnsupportedCertificateException: 'refused',
  InvalidConfigurationRequest: 'refused',
  InvalidConfigurationRequestException: 'refused',
  OperationNotPermitted: 'refused',
  OperationNotPermittedException: 'refused',
  ValidationError: 'refused',
  // Nobody answers at the endpoint of a probe. Not `broken`: the engine would repeat it, and an endpoint that lets
  // packets fall would use up the time of the deploy.
  HandshakeFailed: 'absent',
});
