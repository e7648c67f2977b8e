import { awsClassifier } from '@certctl/plugin-aws';

/** Sorts what a call of ACM, of the tagging API or of STS ended in. */
export const classify = awsClassifier({
  ResourceNotFoundException: 'absent',
  ConflictException: 'conflict',
  ResourceInUseException: 'conflict',
  RequestInProgressException: 'conflict',
  // A quota on the number of certificates. The SDK takes the name for throttling; it does not refill.
  LimitExceededException: 'refused',
});
