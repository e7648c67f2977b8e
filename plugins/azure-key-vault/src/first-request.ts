import type { PipelinePolicy } from '@azure/core-rest-pipeline';

/**
 * Lets requests of a new client through one at a time until one was answered with something else than the
 * challenge. The SDK keeps one state of the challenge for a client: of two first requests at once, one would
 * be sent again without its body.
 */
export function oneFirstRequest(): PipelinePolicy {
  let challenged = false;
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: 'certctlOneFirstRequest',
    async sendRequest(request, next) {
      if (challenged) return next(request);
      const mine = last.then(async () => {
        const response = await next(request);
        challenged ||= response.status !== 401;
        return response;
      });
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
