/** The stack of a client of the SDK, as far as it is changed here. */
interface Stack {
  remove(name: string): boolean;
  add(
    middleware: <Next>(next: Next) => Next,
    options: {
      readonly name: string;
      readonly step: 'finalizeRequest';
      readonly priority: 'high';
      readonly override: true;
    },
  ): void;
}

/** The client, without the middleware that has nothing to do here. */
export function withoutIdleMiddleware<Client extends { readonly middlewareStack: Stack }>(
  client: Client,
): Client {
  const { middlewareStack } = client;
  // No logger of the SDK's own, no Lambda function to trace, and no retry.
  middlewareStack.remove('loggerMiddleware');
  middlewareStack.remove('recursionDetectionMiddleware');
  // Others have their place behind this one, so it stays as a name.
  middlewareStack.add((next) => next, {
    name: 'retryMiddleware',
    step: 'finalizeRequest',
    priority: 'high',
    override: true,
  });
  return client;
}
